"""What a clone's ./pdd and the installed package have in common: finding Java and its libraries, notebooks, downloads."""

package io.github.pdd4j.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why the system refused a file, in its own words: Java keeps them in several places, beside the file's name.
 *
 * <pre>{@code
 * System.out.println(FileFailure.reason(new java.io.IOException("No space left on device")));
 * }</pre>
 */
public final class FileFailure {
    private FileFailure() {}

    /** For example {@code File name too long}, {@code No space left on device}, {@code permission denied}. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        String message = failure.getMessage();
        return failure instanceof FileSystemException || message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message;
    }
}

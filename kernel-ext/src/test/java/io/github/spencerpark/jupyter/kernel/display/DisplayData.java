package io.github.spencerpark.jupyter.kernel.display;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Map;
import java.util.TreeMap;

public class DisplayData {
    /** Not public in IJava. */
    public final Map<String, Object> data = new TreeMap<>();

    public String id = "";

    public void putData(String mimeType, Object content) {
        data.put(mimeType, content);
    }

    public void putData(MIMEType type, Object content) {
        putData(type.toString(), content);
    }

    public void setDisplayId(String displayId) {
        id = displayId;
    }
}

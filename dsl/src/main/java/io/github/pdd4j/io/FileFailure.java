package io.github.pdd4j.io;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Extracts the operating system's reason from an I/O exception, without the file name.
 *
 * <pre>{@code
 * System.out.println(FileFailure.reason(new java.io.IOException("No space left on device")));
 * }</pre>
 */
public final class FileFailure {
    private FileFailure() {}

    /**
     * Returns the reason for a failure, for example {@code File name too long}, {@code No space left on device} or
     * {@code permission denied}.
     *
     * @param failure the exception
     * @return the reason, or the simple class name of the exception if it has no message
     */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof CharacterCodingException) {
            return "its text is not in the expected encoding";
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

package io.github.pdd4j.jupyter;

import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.Loop;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.reply.CompleteReply;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.InspectReply;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;

/**
 * Wraps the kernel's handlers of execution, completion (Tab) and inspection (Shift-Tab) requests, because errors in
 * JShell or in the kernel could leave a later cell without a reply. Decision 0035 has the issue reports and tells
 * when this class can be removed.
 */
final class Handlers {
    private static final System.Logger LOGGER = System.getLogger(Handlers.class.getName());

    /** The kernel connects after its extensions are installed, normally within milliseconds. */
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final SourceCodeAnalysis analysis;
    private final CellErrors errors;

    Handlers(SourceCodeAnalysis analysis, CellErrors errors) {
        this.analysis = analysis;
        this.errors = errors;
    }

    /** Installs the handlers as soon as the kernel is connected; other kernels keep their own handlers. */
    void installWhenConnected() {
        Thread waiting = new Thread(this::awaitConnection, "pdd4j-handlers");
        waiting.setDaemon(true);
        waiting.start();
    }

    private void awaitConnection() {
        long end = System.nanoTime() + CONNECTED_WITHIN.toNanos();
        try {
            while (System.nanoTime() < end) {
                Optional<JupyterConnection> connection = connection();
                if (connection.isPresent()) {
                    install(connection.get());
                    return;
                }
                Thread.sleep(PAUSE.toMillis());
            }
            LOGGER.log(Level.DEBUG, "no connection of the kernel was found: its own handlers stay");
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.DEBUG, "the kernel's own handlers stay", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void install(JupyterConnection connection) {
        connection.setHandler(
                MessageType.EXECUTE_REQUEST, answering(telling(connection.getHandler(MessageType.EXECUTE_REQUEST))));
        connection.setHandler(
                MessageType.COMPLETE_REQUEST, settling(sorting(connection.getHandler(MessageType.COMPLETE_REQUEST))));
        connection.setHandler(
                MessageType.INSPECT_REQUEST, settling(inspecting(connection.getHandler(MessageType.INSPECT_REQUEST))));
    }

    /** Shows the sentence of an exception of the library first; the kernel shows all frames before it. */
    private <T> ShellHandler<T> telling(ShellHandler<T> kernels) {
        return (environment, message) -> {
            errors.begin();
            kernels.handle(new Told(environment, errors), message);
        };
    }

    /** Errors as {@link CellErrors} words them. */
    private static final class Told extends Replies {
        private final CellErrors errors;

        Told(ShellReplyEnvironment kernels, CellErrors errors) {
            super(kernels);
            this.errors = errors;
        }

        @Override
        PublishError changed(PublishError error) {
            return errors.ofLibrary()
                    .or(() -> errors.ofEmptied(error.getStacktrace()))
                    .map(shown -> new PublishError(shown.name(), shown.message(), shown.lines()))
                    .orElse(error);
        }

        @Override
        ErrorReply changed(ErrorReply error) {
            return errors.ofLibrary()
                    .or(() -> errors.ofEmptied(error.getStacktrace()))
                    .map(shown -> {
                        ErrorReply told = new ErrorReply(shown.name(), shown.message(), shown.lines());
                        told.setExecutionCount(count());
                        return told;
                    })
                    .orElse(error);
        }
    }

    /** Replies if the kernel fails while it formats an error, because the cell would otherwise get no reply. */
    static <T> ShellHandler<T> answering(ShellHandler<T> kernels) {
        return (environment, message) -> {
            try {
                kernels.handle(environment, message);
            } catch (RuntimeException e) {
                environment.publish(PublishError.of(
                        e,
                        thrown -> List.of("The kernel could not show what went wrong in" + " this cell (" + thrown
                                + "): run it again, and restart the kernel if that does not help")));
                environment.replyError(MessageType.EXECUTE_REPLY.error(), ErrorReply.of(e));
            }
        };
    }

    /**
     * Runs an unrelated analysis after a request. JShell reuses a compiler that may still hold the errors of a
     * completion and would report them for the next snippet; this analysis consumes them.
     */
    private <T> ShellHandler<T> settling(ShellHandler<T> handler) {
        return (environment, message) -> {
            try {
                handler.handle(environment, message);
            } finally {
                analysis.analyzeType("1", 1);
            }
        };
    }

    /** Offers the members of a value in the order of their source, without those that every object has. */
    private ShellHandler<CompleteRequest> sorting(ShellHandler<CompleteRequest> kernels) {
        return (environment, message) -> {
            String code = message.getContent().getCode();
            kernels.handle(
                    new Replies(environment) {
                        @Override
                        CompleteReply changed(CompleteReply completions) {
                            int start = completions.getCursorStart();
                            boolean member = start > 0 && start <= code.length() && code.charAt(start - 1) == '.';
                            return !member
                                    ? completions
                                    : new CompleteReply(
                                            Completions.sorted(completions.getMatches()),
                                            start,
                                            completions.getCursorEnd(),
                                            completions.getMetadata());
                        }
                    },
                    message);
        };
    }

    /** The kernel finds a signature only before a parenthesis; this handler treats the word at the cursor as a call. */
    private ShellHandler<InspectRequest> inspecting(ShellHandler<InspectRequest> kernels) {
        return (environment, message) -> {
            String signatures = signatures(
                    message.getContent().getCode(), message.getContent().getCursorPos());
            if (signatures.isEmpty()) {
                kernels.handle(environment, message);
            } else {
                show(Completions.documented(signatures), environment);
            }
        };
    }

    private static void show(String signatures, ShellReplyEnvironment environment) {
        environment.setBusyDeferIdle();
        environment.reply(new InspectReply(true, new DisplayData(signatures)));
    }

    /** Returns the signatures of the method at or around the cursor, one per line; empty if there is none. */
    String signatures(String code, int cursor) {
        int at = Math.max(0, Math.min(cursor, code.length()));
        int end = at;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        boolean word = end > 0 && Character.isJavaIdentifierPart(code.charAt(end - 1));
        String call = word ? code.substring(0, end) + "(" : code.substring(0, at);
        return analysis.documentation(call, call.length(), false).stream()
                .map(Documentation::signature)
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** Finds the connection by reflection in the kernel's threads, because extensions have no access to it. */
    private static Optional<JupyterConnection> connection() throws ReflectiveOperationException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            Optional<JupyterConnection> found =
                    thread instanceof Loop ? connectionIn(thread, Loop.class, seen) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<JupyterConnection> connectionIn(Object from, Class<?> type, Set<Object> seen)
            throws ReflectiveOperationException {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
                continue;
            }
            field.setAccessible(true);
            Object value = field.get(from);
            if (value instanceof JupyterConnection connection) {
                return Optional.of(connection);
            }
            boolean step = value instanceof Runnable || value instanceof LongSupplier || value instanceof ShellChannel;
            if (step && !(value instanceof Thread) && seen.add(value)) {
                Optional<JupyterConnection> found = connectionIn(value, value.getClass(), seen);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}

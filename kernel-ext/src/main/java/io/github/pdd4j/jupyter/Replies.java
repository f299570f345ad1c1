package io.github.pdd4j.jupyter;

import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.reply.CompleteReply;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;

/** Passes on what the kernel answers to a request; errors and completions are changed on the way. */
class Replies extends ShellReplyEnvironment {
    private final ShellReplyEnvironment kernels;
    private int count;

    Replies(ShellReplyEnvironment kernels) {
        super(null, null, null, null);
        this.kernels = kernels;
    }

    /** Returns the error that the cell shows. */
    PublishError changed(PublishError error) {
        return error;
    }

    /** Returns the error that the request is answered with. */
    ErrorReply changed(ErrorReply error) {
        return error;
    }

    /** Returns the completions that are offered. */
    CompleteReply changed(CompleteReply completions) {
        return completions;
    }

    /** The number of the running cell. */
    final int count() {
        return count;
    }

    @Override
    public final <T extends ContentType<T>> void publish(T content) {
        if (content instanceof PublishExecuteInput input) {
            count = input.getCount();
        }
        if (content instanceof PublishError error) {
            kernels.publish(changed(error));
        } else {
            kernels.publish(content);
        }
    }

    @Override
    public final <T extends ContentType<T>> void reply(T content) {
        if (content instanceof CompleteReply completions) {
            kernels.reply(changed(completions));
        } else {
            kernels.reply(content);
        }
    }

    @Override
    public final void replyError(MessageType<?> type, ErrorReply error) {
        kernels.replyError(type, changed(error));
    }

    @Override
    public final void publish(Message<?> message) {
        kernels.publish(message);
    }

    @Override
    public final void reply(Message<?> message) {
        kernels.reply(message);
    }

    @Override
    public final ShellReplyEnvironment defer() {
        kernels.defer();
        return this;
    }

    @Override
    public final void defer(Runnable action) {
        kernels.defer(action);
    }

    @Override
    public final void resolveDeferrals() {
        kernels.resolveDeferrals();
    }

    @Override
    public final JupyterSocket getShell() {
        return kernels.getShell();
    }

    @Override
    public final JupyterSocket getIopub() {
        return kernels.getIopub();
    }

    @Override
    public final MessageContext getContext() {
        return kernels.getContext();
    }

    @Override
    public final void setStatusBusy() {
        kernels.setStatusBusy();
    }

    @Override
    public final void setStatusIdle() {
        kernels.setStatusIdle();
    }

    @Override
    public final void setBusyDeferIdle() {
        kernels.setBusyDeferIdle();
    }

    @Override
    public final void markForShutdown() {
        kernels.markForShutdown();
    }

    @Override
    public final boolean isMarkedForShutdown() {
        return kernels.isMarkedForShutdown();
    }

    @Override
    public final void writeToStdOut(String text) {
        kernels.writeToStdOut(text);
    }

    @Override
    public final void writeToStdErr(String text) {
        kernels.writeToStdErr(text);
    }

    @Override
    public final String readFromStdIn(String prompt, boolean isPassword) {
        return kernels.readFromStdIn(prompt, isPassword);
    }

    @Override
    public final String readFromStdIn(String prompt) {
        return kernels.readFromStdIn(prompt);
    }

    @Override
    public final String readFromStdIn() {
        return kernels.readFromStdIn();
    }
}

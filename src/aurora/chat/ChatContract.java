package aurora.chat;

import static aurora.mesh.contract.Verb.DELETE;
import static aurora.mesh.contract.Verb.GET;
import static aurora.mesh.contract.Verb.PATCH;
import static aurora.mesh.contract.Verb.POST;

import aurora.base.Caller.Scope;
import aurora.chat.ChatApi.*;
import aurora.mesh.contract.Contract;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.Rules;
import java.time.Duration;

/** Chat as HTTP sees it. */
public final class ChatContract {
    /** A message's text is at most 256 KiB; JSON may escape each byte. */
    private static final int MESSAGE_BODY = 1600 << 10;

    private static final int IMPORT_BODY = 32 << 20;

    /** The table. */
    // spotless:off
    public static final Contract<ChatApi> TABLE = Contract.of("chat", ChatApi.class)
            .row(GET, "/api/conversations", ListQuery.class, Page.class, ChatApi::list,
                    rules("Lists conversations."))
            .row(POST, "/api/conversations", Begin.class, Summary.class, ChatApi::begin,
                    rules("Begins a conversation."))
            .row(GET, "/api/conversations/{conversation}", ConversationId.class, Conversation.class, ChatApi::open,
                    rules("Tells a conversation with all its messages."))
            .row(PATCH, "/api/conversations/{conversation}", ChangeConversation.class, Summary.class, ChatApi::change,
                    rules("Changes title, shown leaf, pin or model."))
            .row(DELETE, "/api/conversations/{conversation}", ConversationId.class, Nothing.class, ChatApi::delete,
                    rules("Deletes a conversation."))
            .row(POST, "/api/conversations/{conversation}/messages", Send.class, Sent.class, ChatApi::send,
                    rules("Stores a message and begins the run that answers it.").body(MESSAGE_BODY))
            .row(DELETE, "/api/conversations/{conversation}/queue", ConversationId.class, Queued.class,
                    ChatApi::unqueue, rules("Takes the queued message back."))
            .row(POST, "/api/messages/{message}/regenerate", Regenerate.class, Sent.class, ChatApi::regenerate,
                    rules("Renders another answer beside this one."))
            .row(POST, "/api/messages/{message}/resume", MessageId.class, Sent.class, ChatApi::resume,
                    rules("Goes on with an answer that was cut short."))
            .stream("/api/runs/{run}/events", Watch.class, StreamPart.class, ChatApi::watch,
                    rules("Streams a run's events after the last one known."))
            .row(POST, "/api/runs/{run}/stop", RunId.class, Nothing.class, ChatApi::stop,
                    rules("Stops a run."))
            .stream("/api/changes", Nothing.class, Changed.class, ChatApi::changes,
                    rules("Streams what changes in the caller's conversations."))
            .row(GET, "/api/search", Search.class, Found.class, ChatApi::search,
                    rules("Searches titles and messages."))
            .lines("/api/export", Nothing.class, Exported.class, "aurora-conversations.jsonl", ChatApi::export,
                    rules("Exports all conversations as JSON lines."))
            .row(POST, "/api/import", Import.class, Imported.class, ChatApi::importAll,
                    rules("Imports what was exported.").rawBody(IMPORT_BODY).patience(Duration.ofMinutes(5)))
            .done();
    // spotless:on

    private ChatContract() {}

    private static Rules rules(String says) {
        return Rules.member(Scope.CHAT, says);
    }
}

/** The pages beside the chat, loaded when one of them is first opened. */
import './account.ts';
import './status.ts';
import './users.ts';

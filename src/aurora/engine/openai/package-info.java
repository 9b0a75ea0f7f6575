/**
 * Floor 2: any OpenAI-compatible address: llama-server, vLLM, LM Studio, paid APIs.
 */
@NullMarked
package aurora.engine.openai;

import org.jspecify.annotations.NullMarked;

/**
 * What makes {@code aurora-guide} find its answer: the questions it was trained on, and the step that puts the
 * nearest of them in place of what a person asked.
 *
 * <p>Only the last thing a person said counts. A question written as trained is found at once; any other by its
 * vector's cosine with the trained ones; below the threshold the guide says that it is the guide and how to add a
 * real engine. Where no vectors can be made the words decide. Needs: the files beside this one, written by the
 * trainer, and {@code minilm}. Never does: render.
 */
@NullMarked
package aurora.engine.guide;

import org.jspecify.annotations.NullMarked;

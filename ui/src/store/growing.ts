/**
 * A text whose run is read from its first event. What is stored ends somewhere in what the run brings: a run that began
 * the text brings all of it again, one that went on with it only what follows. Until the run has passed the stored end,
 * that stays on the page.
 */
export class Growing {
  private read = '';
  /** How much of the stored text was there before the run; unknown until the run has passed its end. */
  private before: number | undefined;

  /** `resumed`: the run begins right at the end of `stored`. */
  constructor(
    private readonly stored: string,
    resumed: boolean,
  ) {
    if (resumed) this.before = stored.length;
  }

  /** The text with the run's next words. */
  add(words: string): string {
    this.read += words;
    if (this.before === undefined) {
      if (this.stored.includes(this.read)) return this.stored;
      this.before = this.seam();
    }
    return this.stored.slice(0, this.before) + this.read;
  }

  /** Where what was read begins in what is stored. */
  private seam(): number {
    for (let at = this.stored.indexOf(this.read[0]!); at >= 0; at = this.stored.indexOf(this.read[0]!, at + 1)) {
      if (this.read.startsWith(this.stored.slice(at))) return at;
    }
    return this.stored.length;
  }
}

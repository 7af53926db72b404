/** A failure with a sentence for the person who started the chain; shown without a stack. */
export class ChainError extends Error {
  /** @param {string} message one line  @param {number} exitCode 1 for a chain that failed, 2 for wrong arguments */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'ChainError';
    this.exitCode = exitCode;
  }
}

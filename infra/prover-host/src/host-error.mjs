/** A failure that the other side can understand. Its message never holds a witness value. */
export class HostError extends Error {
  /**
   * @param {string} code stable, snake_case; its receiver knows from the code whether another try could succeed
   * @param {string} message a sentence for a person
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * What the other side gets to hear of any error. Of an error that we did not raise ourselves only the kind is told:
 * libraries put the values that they fail on into their messages.
 * @param {unknown} error
 * @param {string} step what was being done
 */
export function toHostError(error, step) {
  if (error instanceof HostError) return error;
  if (error instanceof RangeError && /memory|allocation|array buffer/i.test(error.message))
    return new HostError("prover_out_of_memory", `the prover ran out of memory in step '${step}'`);

  const kind = error instanceof Error ? error.constructor.name : typeof error;
  return new HostError("prover_internal_error", `the prover failed in step '${step}' (${kind})`);
}

/** The places of an error's stack, without its message. */
export function placesOf(error) {
  return error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) : [];
}

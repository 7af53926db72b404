export const STEPS = 3;

/** What happened to every flow: which steps ran how often, when it was submitted and when it was done. */
export class FlowLog {
  #flows = new Map();
  #doneFlows = 0;

  /** A flow is submitted now. @returns {Promise<void>} resolves when it is done */
  submitted(flow) {
    return new Promise((resolve) => {
      this.#flows.set(flow, { submittedAt: performance.now(), doneAt: undefined, runs: Array(STEPS).fill(0), resolve });
    });
  }

  /** @param {number} step from 1 */
  ran(flow, step) {
    this.#of(flow).runs[step - 1]++;
  }

  /** The last step is done, as durably as the library tells us. */
  done(flow) {
    const entry = this.#of(flow);
    if (entry.doneAt !== undefined) return;
    entry.doneAt = performance.now();
    this.#doneFlows++;
    entry.resolve();
  }

  get doneFlows() {
    return this.#doneFlows;
  }

  get submittedFlows() {
    return this.#flows.size;
  }

  /** Of the flows that are done. */
  get latenciesMs() {
    return [...this.#flows.values()]
      .filter(({ doneAt }) => doneAt !== undefined)
      .map(({ submittedAt, doneAt }) => doneAt - submittedAt);
  }

  /** @returns {string[]} one sentence for each kind of mistake: steps that were lost, steps that ran more than once */
  problems() {
    const runs = [...this.#flows.values()].flatMap((entry) => entry.runs);
    const lost = runs.filter((count) => count === 0).length;
    const repeated = runs.filter((count) => count > 1).length;
    return [
      ...(lost ? [`${lost} of ${runs.length} steps never ran`] : []),
      ...(repeated ? [`${repeated} of ${runs.length} steps ran more than once`] : []),
    ];
  }

  #of(flow) {
    const entry = this.#flows.get(flow);
    if (!entry) throw new Error(`the library ran a flow that nobody submitted: "${flow}"`);
    return entry;
  }
}

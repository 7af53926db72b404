import { HostError, placesOf, toHostError } from "./host-error.mjs";
import { readLines } from "./lines.mjs";

/** Longest request: a witness of about 200 000 field elements. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/**
 * Answers requests one after another. Returns as soon as the input ends, even in the middle of a job: nobody waits for
 * its answer then.
 * @param {object} options
 * @param {{name: string, prove: Function, verify: Function}[]} options.proofSystems
 * @param {AsyncIterable<Buffer>} options.input
 * @param {(message: object) => void} options.send
 * @param {(line: string) => void} options.log gets lines for the operator; they hold no value of a request
 */
export async function serve({ proofSystems, input, send, log }) {
  const systems = new Map(proofSystems.map((system) => [system.name, system]));
  let lastAnswer = Promise.resolve();
  for await (const line of readLines(input, MAX_REQUEST_BYTES))
    lastAnswer = lastAnswer.then(() => answer(line, systems, send, log));
}

async function answer(line, systems, send, log) {
  let id = null;
  let step = "read";
  try {
    const request = parse(line);
    id = request.id;
    const report = (next) => {
      step = next;
      send({ id, progress: { step } });
    };
    send({ id, ok: true, result: await run(request, systems, report) });
  } catch (error) {
    if (!(error instanceof HostError)) log(`unexpected error in step '${step}'\n${placesOf(error).join("\n")}`);
    const { code, message } = toHostError(error, step);
    send({ id, ok: false, error: { code, message } });
  }
}

function parse(line) {
  if (line === null) throw new HostError("request_too_large", `a request is longer than ${MAX_REQUEST_BYTES} bytes`);
  let request;
  try {
    request = JSON.parse(line);
  } catch {
    throw new HostError("malformed_request", "a request is not JSON");
  }
  if (typeof request?.id !== "string" || typeof request.verb !== "string")
    throw new HostError("malformed_request", "a request needs the strings 'id' and 'verb'");
  return request;
}

function run(request, systems, report) {
  switch (request.verb) {
    case "ping":
      return {};
    case "describe":
      return { proof_systems: [...systems.keys()], node: process.version };
    case "prove":
      return find(request, systems).prove(request, report);
    case "verify":
      return find(request, systems).verify(request);
    default:
      throw new HostError("malformed_request", "the verb is none of ping, describe, prove, verify");
  }
}

function find({ proof_system: name, artifacts }, systems) {
  if (artifacts === null || typeof artifacts !== "object")
    throw new HostError("malformed_request", "the request needs the object 'artifacts'");
  const system = systems.get(name);
  if (!system) throw new HostError("unsupported_proof_system", "this prover host does not know the proof system");
  return system;
}

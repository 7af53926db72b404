import { parseElement, SCALAR_ORDER } from "./field.mjs";
import { HostError } from "./host-error.mjs";

/** circom's arrays are nested a few deep; more is an attack on the stack. */
const MAX_DEPTH = 16;

/**
 * Checks witness inputs again, whatever was checked before: they are the one thing here that strangers write.
 * @param {unknown} inputs an object of field elements as decimal strings, or nested arrays of them
 * @returns {[name: string, elements: bigint[]][]} the elements of each input in the order in which circom numbers them
 */
export function readInputs(inputs) {
  if (inputs === null || typeof inputs !== "object" || Array.isArray(inputs))
    throw new HostError("invalid_inputs", "inputs: must be an object");
  return Object.entries(inputs).map(([name, value], position) => [name, flatten(value, `input ${position + 1}`)]);
}

function flatten(value, place) {
  const elements = [];
  const visit = (node, depth) => {
    if (Array.isArray(node)) {
      if (depth === MAX_DEPTH) throw new HostError("invalid_inputs", `${place}: is nested too deeply`);
      for (const child of node) visit(child, depth + 1);
      return;
    }
    const element = parseElement(node, SCALAR_ORDER);
    if (element === undefined) throw new HostError("invalid_inputs", `${place}: holds what is not a field element`);
    elements.push(element);
  };
  visit(value, 0);
  return elements;
}

import { HostError } from "./host-error.mjs";

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/**
 * Runs the witness generator that circom 2 compiles to WebAssembly. Each run has an instance of its own, so no witness
 * outlives its job, and what the circuit prints with log() goes nowhere.
 */
export class WitnessGenerator {
  #module;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.#module = module;
    const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
    for (const name of ["init", "setInputSignal", "getInputSignalSize", "getWitness", "getWitnessSize"])
      if (!exported.has(name))
        throw new HostError("invalid_artifact", "the wasm artifact is no witness generator of circom 2");
  }

  static async compile(bytes) {
    return new WitnessGenerator(await WebAssembly.compile(bytes));
  }

  /**
   * @param {[name: string, elements: bigint[]][]} inputs
   * @returns {Promise<Uint8Array>} the witness in snarkjs' wtns format; every assertion of the circuit held
   */
  async run(inputs) {
    const places = [];
    const { exports } = await WebAssembly.instantiate(this.#module, {
      runtime: {
        exceptionHandler: (code) => {
          throw explain(code, places);
        },
        printErrorMessage: () => places.push(readMessage(exports)),
        writeBufferMessage: () => readMessage(exports),
        showSharedRWMemory: () => {},
      },
    });

    try {
      setInputs(exports, inputs);
      return readWitness(exports);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      throw new HostError("invalid_inputs", "the circuit's witness generator aborts on these inputs");
    }
  }
}

function setInputs(exports, inputs) {
  const words = exports.getFieldNumLen32();
  let count = 0;
  exports.init(0);

  for (const [position, [name, elements]] of inputs.entries()) {
    const hash = fnv1a(name);
    const high = Number(hash >> 32n);
    const low = Number(hash & 0xffffffffn);
    const size = exports.getInputSignalSize(high, low);
    if (size < 0)
      throw new HostError("invalid_inputs", `input ${position + 1}: its name is not an input of the compiled circuit`);
    if (size !== elements.length)
      throw new HostError("invalid_inputs", `input ${position + 1}: has ${elements.length} elements, not ${size}`);

    for (const [index, element] of elements.entries()) {
      for (let word = 0; word < words; word++)
        exports.writeSharedRWMemory(word, Number((element >> BigInt(32 * word)) & 0xffffffffn));
      // the last input starts the computation of all other signals
      count++;
      exports.setInputSignal(high, low, index);
    }
  }

  const expected = exports.getInputSize();
  if (count !== expected)
    throw new HostError("invalid_inputs", `the compiled circuit needs ${expected} input elements, not ${count}`);
}

/** The wtns format: magic, version 2, a section with the field and the size, a section with the elements. */
function readWitness(exports) {
  const words = exports.getFieldNumLen32();
  const size = exports.getWitnessSize();
  const fieldBytes = words * 4;
  const file = new Uint8Array(12 + 12 + 8 + fieldBytes + 12 + size * fieldBytes);
  const view = new DataView(file.buffer);
  let at = 0;
  const put32 = (value) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const put64 = (value) => {
    view.setBigUint64(at, BigInt(value), true);
    at += 8;
  };
  const putShared = () => {
    for (let word = 0; word < words; word++) put32(exports.readSharedRWMemory(word));
  };

  file.set(new TextEncoder().encode("wtns"));
  at = 4;
  put32(2);
  put32(2);

  put32(1);
  put64(8 + fieldBytes);
  put32(fieldBytes);
  exports.getRawPrime();
  putShared();
  put32(size);

  put32(2);
  put64(size * fieldBytes);
  for (let index = 0; index < size; index++) {
    exports.getWitness(index);
    putShared();
  }
  return file;
}

/** What circom's runtime means by the code that it throws. */
function explain(code, messages) {
  if (code === 4) return new HostError("constraint_unsatisfied", `a constraint of the circuit is not satisfied${at(messages)}`);
  if (code === 5) return new HostError("prover_out_of_memory", "the witness generator ran out of memory");
  return new HostError("invalid_inputs", `the circuit's witness generator refuses these inputs (code ${code})${at(messages)}`);
}

/** Templates and lines from the runtime's messages, innermost first; nothing else of them is repeated. */
function at(messages) {
  const places = messages
    .flatMap((message) => [...message.matchAll(/in template (\w+) line: (\d+)/g)])
    .map(([, template, line]) => `template ${template}, line ${line}`);
  return places.length === 0 ? "" : `: ${places.join(", in ")}`;
}

function readMessage(exports) {
  const characters = [];
  for (let code = exports.getMessageChar(); code !== 0; code = exports.getMessageChar()) characters.push(code);
  return String.fromCharCode(...characters);
}

/** FNV-1a with 64 bits, by which circom's runtime finds signals. */
function fnv1a(text) {
  return new TextEncoder()
    .encode(text)
    .reduce((hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME), FNV_OFFSET);
}

import { readFile } from 'node:fs/promises';

/** How every contract here is compiled, whatever it is and wherever. */
export const settings = {
  // A contract is called for years and deployed once: optimise for the calls.
  optimizer: { enabled: true, runs: 1_000_000 },
  viaIR: true,
  // The oldest rules with MCOPY; every chain that we know with the BN254 precompiles has had them since 2024.
  evmVersion: 'cancun',
  // Without the hash of the metadata the same source gives the same bytecode wherever it is compiled.
  metadata: { bytecodeHash: 'none', appendCBOR: false },
};

/** The version of an installed package. */
export async function versionOf(name) {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(await readFile(manifest, 'utf8')).version;
}

/**
 * Compiles one contract and what it imports.
 * @param {Record<string, {content: string}>} sources by file name
 * @param {string} file  @param {string} contract
 * @returns {Promise<{artifact: object | undefined, complaints: {severity: string, formattedMessage: string}[]}>} errors
 * and warnings; with an error there is no artifact
 */
export async function compile(sources, file, contract) {
  // Loaded only now: it takes most of a second.
  const { default: solc } = await import('solc');
  const outputSelection = { '*': { [contract]: ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } };
  const input = { language: 'Solidity', sources, settings: { ...settings, outputSelection } };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));

  const complaints = (output.errors ?? []).filter(({ severity }) => severity !== 'info');
  const compiled = output.contracts?.[file]?.[contract];
  const artifact = compiled?.evm && {
    contractName: contract,
    abi: compiled.abi,
    bytecode: `0x${compiled.evm.bytecode.object}`,
    deployedBytecode: `0x${compiled.evm.deployedBytecode.object}`,
    compiler: solc.version(),
    settings: input.settings,
  };
  return { artifact, complaints };
}

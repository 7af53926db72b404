// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @notice A Groth16 proof to verify and publish.
/// @param proof A, B, C, laid out as Groth16Verifier says
/// @param publicSignals in the circuit's order, each below Bn254.R
struct Publication {
    bytes32 proofId;
    bytes32 circuitId;
    uint256[8] proof;
    uint256[] publicSignals;
}

/// @notice A plonk proof to verify and publish.
/// @param proof A, B, C, Z, T1, T2, T3, Wxi, Wxiw (x, y of each), then the evaluations a, b, c, s1, s2, zw
/// @param publicSignals in the circuit's order, each below Bn254.R
struct PlonkPublication {
    bytes32 proofId;
    bytes32 circuitId;
    uint256[24] proof;
    uint256[] publicSignals;
}

/// @notice A proof of a system that no contract here can verify, to record on the publisher's word.
/// @param circuitId need not be registered
/// @param proofSystem name of the proof system, as ASCII filled up with zero bytes
/// @param proofHash hash of the proof artifact
struct Attestation {
    bytes32 proofId;
    bytes32 circuitId;
    bytes32 proofSystem;
    bytes32 proofHash;
}

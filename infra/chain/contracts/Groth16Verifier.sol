// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Bn254} from "./Bn254.sol";
import {Groth16Key} from "./Groth16Key.sol";

/// @title Verifies Groth16 proofs for any key
/// @notice A proof (A, B, C) for the public signals s_1 … s_n holds when
///
///     e(A, B) = e(alpha, beta) · e(IC_0 + Σ s_i · IC_i, gamma) · e(C, delta)
///
/// checked as e(-A, B) · e(alpha, beta) · e(Σ, gamma) · e(C, delta) = 1, one call of the pairing precompile.
/// Source: J. Groth, "On the Size of Pairing-based Non-interactive Arguments", eprint 2016/260, section 3.2, with
/// alpha, beta, gamma, delta and IC in the elements of the common reference string that go by these names since.
/// @dev Proof words: A (G1: 0, 1), B (G2: 2 to 5), C (G1: 6, 7). Order of coordinates: see Bn254.
/// Whoever sees a valid proof can make others of it for the same signals, such as (-A, -B, C): never take the bytes of
/// a proof for its identity.
library Groth16Verifier {
    /// @notice The circuit of this key has another number of public signals.
    error WrongSignalCount(uint256 expected, uint256 actual);
    /// @notice A public signal is not below R; it would mean the same as its remainder, and so be a second name for it.
    error SignalOutOfRange(uint256 index, uint256 value);

    /// @param key words of a key that Groth16Key.check has accepted
    /// @return whether the equation holds; false also when B is not a point of G2
    /// Reverts with WrongSignalCount, SignalOutOfRange, Bn254.CoordinateOutOfRange or Bn254.PointNotOnCurve for inputs
    /// that are no proof at all, with Bn254.PrecompileFailed when there was too little gas to tell.
    function verify(uint256[] memory key, uint256[8] calldata proof, uint256[] calldata signals)
        internal
        view
        returns (bool)
    {
        uint256 expected = Groth16Key.signalCount(key.length);
        if (signals.length != expected) revert WrongSignalCount(expected, signals.length);
        Bn254.requireG1(proof[0], proof[1], 0);
        for (uint256 i = 2; i < 6; i++) Bn254.requireCoordinate(proof[i], i);
        Bn254.requireG1(proof[6], proof[7], 6);

        uint256[24] memory pairs;
        (pairs[12], pairs[13]) = _combine(key, signals);
        pairs[0] = proof[0];
        // No point of prime order has y = 0, so this stays below P.
        pairs[1] = Bn254.P - proof[1];
        pairs[18] = proof[6];
        pairs[19] = proof[7];
        uint256 input;
        assembly ("memory-safe") {
            input := pairs
            let words := add(key, 0x20)
            calldatacopy(add(pairs, 0x040), add(proof, 0x40), 0x80) // B
            mcopy(add(pairs, 0x0c0), words, 0xc0) // alpha, beta
            mcopy(add(pairs, 0x1c0), add(words, 0x0c0), 0x80) // gamma
            mcopy(add(pairs, 0x280), add(words, 0x140), 0x80) // delta
        }
        return Bn254.pairingIsOne(input, 4);
    }

    /// @dev IC_0 + Σ s_i · IC_i
    function _combine(uint256[] memory key, uint256[] calldata signals) private view returns (uint256 x, uint256 y) {
        uint256[5] memory work;
        work[0] = key[Groth16Key.IC];
        work[1] = key[Groth16Key.IC + 1];
        for (uint256 i = 0; i < signals.length; i++) {
            uint256 signal = signals[i];
            if (signal >= Bn254.R) revert SignalOutOfRange(i, signal);
            work[2] = key[Groth16Key.IC + 2 * i + 2];
            work[3] = key[Groth16Key.IC + 2 * i + 3];
            work[4] = signal;
            Bn254.multiplyAdd(work);
        }
        return (work[0], work[1]);
    }
}

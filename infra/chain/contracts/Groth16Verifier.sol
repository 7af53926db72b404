// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Bn254} from "./Bn254.sol";
import {Groth16Key} from "./Groth16Key.sol";
import {RefusalReasons} from "./RefusalReasons.sol";

/// @title Verifies Groth16 proofs for any key, one or many together
/// @notice A proof (A, B, C) for the public signals s_1 … s_n holds when
///
///     E = e(-A, B) · e(alpha, beta) · e(IC_0 + Σ_j s_j · IC_j, gamma) · e(C, delta) = 1
///
/// Source: J. Groth, "On the Size of Pairing-based Non-interactive Arguments", eprint 2016/260, section 3.2, with
/// alpha, beta, gamma, delta and IC in the elements of the common reference string that go by these names since.
///
/// Proofs 1 … N are verified together by Π_i E_i^c_i = 1 with coefficients c_i. The pairings of one key that share
/// their point of G2 fall into one, so that N proofs for one key need N + 3 pairings in place of 4N:
///
///     Π_i e(-c_i · A_i, B_i) · e((Σ_i c_i) · alpha, beta)
///       · e((Σ_i c_i) · IC_0 + Σ_j (Σ_i c_i · s_ij) · IC_j, gamma) · e(Σ_i c_i · C_i, delta) = 1
///
/// Several keys share one product too: each run of neighbours with the same key adds its three pairings to it.
///
/// Soundness. The first coefficient is 1. Every other is one of 2^128 numbers from 1 to 2^128, hashed with keccak256
/// from all keys, proofs and public signals together (Fiat-Shamir), so that whoever chooses the proofs cannot choose
/// the coefficients. All E_i are in the target group, whose order R is prime: A_i and C_i were checked to be on the
/// curve, which is G1; the pairing precompile refuses points B_i outside of G2. Let an E_i be other than 1. If it is
/// only the first, the product is E_1, which is not 1. Else take another such i and hold all other coefficients: R is
/// prime and 2^128 < R, so E_i^c takes another value for every c, and at most one of the 2^128 makes the product 1. A
/// batch with a false proof therefore passes with a probability of 2^-128 at most; whoever tries q batches, which takes
/// him a hash each, passes with q · 2^-128 at most (keccak256 taken for a random oracle). The parts of a batch are the
/// same test of fewer proofs under the same coefficients, and of a batch of 32 at most 35 are looked at, itself included.
/// A single proof is judged exactly: no coefficient is a multiple of R, so E^c = 1 only if E = 1. A batch of true proofs
/// always passes.
///
/// What a batch guarantees of a proof is what a verification alone guarantees: that somebody knew a witness for these
/// public signals. Whoever sees a valid proof can make others of it for the same signals, such as (-A, -B, C): never
/// take the bytes of a proof for its identity.
/// @dev Proof words: A (G1: 0, 1), B (G2: 2 to 5), C (G1: 6, 7). Order of coordinates: see Bn254.
library Groth16Verifier {
    /// @notice A proof with its statement, well formed, waiting to be verified.
    struct Claim {
        /// @dev Contract that holds the verification key (see Groth16Key).
        address key;
        uint256[] signals;
        uint256 coefficient;
        /// @dev coefficient · -A, B, coefficient · C
        uint256[8] points;
    }

    /// @dev What the pairing precompile is to be asked.
    struct Pairs {
        uint256[] words;
        uint256 count;
    }

    /// @dev Neighbouring claims for the same key.
    struct Run {
        /// @dev Contract that holds the key, and the key.
        address pointer;
        uint256[] key;
        /// @dev Σ_i c_i, the scalar of alpha and IC_0, then for each public signal Σ_i c_i · s_ij, the scalar of IC_j.
        uint256[] scalars;
        /// @dev Σ_i c_i · C_i
        uint256 cX;
        uint256 cY;
    }


    /// @notice Makes a claim, with the coefficient 1, of a proof that is well formed.
    /// @param key contract that holds a key which Groth16Key.check has accepted
    /// @return refusal WrongSignalCount, SignalOutOfRange, CoordinateOutOfRange or PointNotOnCurve of RefusalReasons, for
    /// inputs that are no proof at all: then `claim` is not to be used. Whether B is in G2, only verifying tells.
    function fill(Claim memory claim, address key, uint256[8] calldata proof, uint256[] calldata signals)
        internal
        view
        returns (bytes memory refusal)
    {
        uint256 expected = Groth16Key.signalCountAt(key);
        if (signals.length != expected) {
            return abi.encodeWithSelector(RefusalReasons.WrongSignalCount.selector, expected, signals.length);
        }
        refusal = Bn254.refuseG1(proof[0], proof[1], 0);
        if (refusal.length != 0) return refusal;
        for (uint256 i = 2; i < 6; i++) {
            if (proof[i] >= Bn254.P) return Bn254.refuseCoordinate(proof[i], i);
        }
        refusal = Bn254.refuseG1(proof[6], proof[7], 6);
        if (refusal.length != 0) return refusal;
        refusal = Bn254.refuseSignals(signals);
        if (refusal.length != 0) return refusal;

        claim.key = key;
        claim.signals = signals;
        claim.coefficient = 1;
        uint256[8] memory points = claim.points;
        assembly ("memory-safe") {
            calldatacopy(points, proof, 0x100)
        }
        // No point of prime order has y = 0, so this stays below P.
        points[1] = Bn254.P - points[1];
    }

    /// @notice Verifies all claims together and, if that fails, finds those that do not hold.
    /// @return invalid for each claim whether it does not hold
    /// Reverts with Bn254.PrecompileFailed when there was too little gas to tell.
    function findInvalid(Claim[] memory claims) internal view returns (bool[] memory invalid) {
        invalid = new bool[](claims.length);
        _combine(claims);
        uint256 from = 0;
        uint256 to = claims.length;
        if (holds(claims, from, to)) return invalid;
        // Halve what does not hold. One culprit is found so with about half the gas of looking at each claim; where
        // both halves fail there are more, and looking at each bounds the gas.
        while (to - from > 1) {
            uint256 middle = (from + to) / 2;
            if (holds(claims, from, middle)) {
                // Then the other half cannot: the product of the two is not one.
                from = middle;
            } else if (holds(claims, middle, to)) {
                to = middle;
            } else {
                for (uint256 i = from; i < to; i++) invalid[i] = !holds(claims, i, i + 1);
                return invalid;
            }
        }
        invalid[from] = true;
    }

    /// @notice Do the claims from `from` to before `to`, at least one, hold under their coefficients? False also when a
    /// B is not a point of G2.
    /// Reverts with Bn254.PrecompileFailed when there was too little gas to tell.
    function holds(Claim[] memory claims, uint256 from, uint256 to) internal view returns (bool) {
        // Room for claims that all have different keys.
        Pairs memory pairs = Pairs(new uint256[](4 * Bn254.PAIR * (to - from)), 0);
        while (from < to) {
            Run memory run = _start(claims[from].key);
            do {
                _append(pairs, claims[from].points);
                _add(run, claims[from]);
                from++;
            } while (from < to && claims[from].key == run.pointer);
            _finish(pairs, run);
        }
        return Bn254.pairingIsOne(pairs.words, pairs.count);
    }

    /// @dev Chooses the coefficients, and multiplies A and C by them once for all parts of the batch. The number of
    /// signals needs no place in the hash, because the key determines it.
    function _combine(Claim[] memory claims) private view {
        bytes32 transcript;
        for (uint256 i = 0; i < claims.length; i++) {
            Claim memory claim = claims[i];
            transcript = keccak256(abi.encodePacked(transcript, claim.key.codehash, _hash(claim)));
        }
        for (uint256 i = 1; i < claims.length; i++) {
            uint256 coefficient = (uint256(keccak256(abi.encodePacked(transcript, i))) >> 128) + 1;
            claims[i].coefficient = coefficient;
            uint256[8] memory points = claims[i].points;
            (points[0], points[1]) = Bn254.multiply(points[0], points[1], coefficient);
            (points[6], points[7]) = Bn254.multiply(points[6], points[7], coefficient);
        }
    }

    function _hash(Claim memory claim) private pure returns (bytes32) {
        uint256[8] memory points = claim.points;
        uint256[] memory signals = claim.signals;
        bytes32 pointsHash;
        bytes32 signalsHash;
        assembly ("memory-safe") {
            pointsHash := keccak256(points, 0x100)
            signalsHash := keccak256(add(signals, 0x20), shl(5, mload(signals)))
        }
        return keccak256(abi.encodePacked(pointsHash, signalsHash));
    }

    function _start(address pointer) private view returns (Run memory run) {
        run.pointer = pointer;
        run.key = Groth16Key.load(pointer);
        run.scalars = new uint256[](Groth16Key.signalCount(run.key.length) + 1);
    }

    function _add(Run memory run, Claim memory claim) private view {
        uint256 coefficient = claim.coefficient;
        uint256[] memory scalars = run.scalars;
        uint256[] memory signals = claim.signals;
        uint256[8] memory points = claim.points;
        if (scalars[0] == 0) (run.cX, run.cY) = (points[6], points[7]);
        else (run.cX, run.cY) = Bn254.add(run.cX, run.cY, points[6], points[7]);
        scalars[0] += coefficient; // as many summands as fit a block, each below 2^129: far below R
        for (uint256 j = 0; j < signals.length; j++) {
            scalars[j + 1] = addmod(scalars[j + 1], mulmod(coefficient, signals[j], Bn254.R), Bn254.R);
        }
    }

    /// @dev Appends the three pairs that the claims of a run share.
    function _finish(Pairs memory pairs, Run memory run) private view {
        uint256[] memory key = run.key;
        (uint256 x, uint256 y) = Bn254.multiply(key[0], key[1], run.scalars[0]);
        _append(pairs, x, y, key, Groth16Key.BETA);

        uint256 ic = Groth16Key.IC;
        (x, y) = Bn254.multiply(key[ic], key[ic + 1], run.scalars[0]);
        for (uint256 j = 1; j < run.scalars.length; j++) {
            ic += 2;
            (uint256 termX, uint256 termY) = Bn254.multiply(key[ic], key[ic + 1], run.scalars[j]);
            (x, y) = Bn254.add(x, y, termX, termY);
        }
        _append(pairs, x, y, key, Groth16Key.GAMMA);

        _append(pairs, run.cX, run.cY, key, Groth16Key.DELTA);
    }

    /// @dev Appends coefficient · -A and B.
    function _append(Pairs memory pairs, uint256[8] memory points) private pure {
        uint256 place = _take(pairs);
        assembly ("memory-safe") {
            mcopy(place, points, 0xc0)
        }
    }

    /// @param g2 where in the key the point of G2 is
    function _append(Pairs memory pairs, uint256 x, uint256 y, uint256[] memory key, uint256 g2) private pure {
        uint256 place = _take(pairs);
        assembly ("memory-safe") {
            mstore(place, x)
            mstore(add(place, 0x20), y)
            mcopy(add(place, 0x40), add(add(key, 0x20), shl(5, g2)), 0x80)
        }
    }

    /// @return place address of the next pair, which is counted; `holds` made room for all
    function _take(Pairs memory pairs) private pure returns (uint256 place) {
        uint256[] memory words = pairs.words;
        place = 0x20 + 0x20 * Bn254.PAIR * pairs.count++;
        assembly ("memory-safe") {
            place := add(words, place)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {RefusalReasons} from "./RefusalReasons.sol";

/// @title The curve BN254 (alt_bn128), as far as the precompiled contracts offer it
/// @notice G1 points are two words (x, y). G2 points are four words in the order of EIP-197:
/// x imaginary, x real, y imaginary, y real. Points are affine; the point at infinity is all zero. What comes from
/// outside is checked by `refuseG1`, which refuses infinity too: no honest key or proof contains it.
/// Sources: EIP-196 (addition, multiplication), EIP-197 (pairing), EIP-1108 (gas).
library Bn254 {
    /// @dev Coordinates are below this prime (EIP-196).
    uint256 internal constant P = 21888242871839275222246405745257275088696311157297823662689037894645226208583;
    /// @dev Order of G1, G2: scalars, so public signals, are below this prime (EIP-197).
    uint256 internal constant R = 21888242871839275222246405745257275088548364400416034343698204186575808495617;

    /// @dev Words of a pair (G1 point, G2 point).
    uint256 internal constant PAIR = 6;

    address private constant ADDITION = address(6);
    address private constant MULTIPLICATION = address(7);
    address private constant PAIRING = address(8);
    /// @dev Gas for the pairing at most: twice the price of EIP-1108. The precompile burns all that it is given when a
    /// point is malformed; the second half is room for a repricing.
    uint256 private constant PAIRING_BASE_GAS = 2 * 45_000;
    uint256 private constant PAIRING_GAS_PER_PAIR = 2 * 34_000;
    /// @dev More than is spent between reading gasleft() and the call.
    uint256 private constant GAS_TO_CALL = 10_000;

    /// @notice A precompiled contract gave no answer, and not for sure because of what it was asked: it had too little
    /// gas (try again with more; should the proof be malformed, that will show), or this chain does not have it.
    error PrecompileFailed(address precompile);

    /// @notice Refuses what is no finite point of G1. The curve's order is prime, so G1 is all of the curve.
    /// @param index position of x, for the error
    function refuseG1(uint256 x, uint256 y, uint256 index) internal pure returns (bytes memory refusal) {
        if (x >= P) return refuseCoordinate(x, index);
        if (y >= P) return refuseCoordinate(y, index + 1);
        if (mulmod(y, y, P) != addmod(mulmod(x, mulmod(x, x, P), P), 3, P)) {
            return abi.encodeWithSelector(RefusalReasons.PointNotOnCurve.selector, index);
        }
    }

    /// @notice Refuses what is no coordinate.
    function refuseCoordinate(uint256 value, uint256 index) internal pure returns (bytes memory refusal) {
        if (value >= P) return abi.encodeWithSelector(RefusalReasons.CoordinateOutOfRange.selector, index, value);
    }

    /// @notice Refuses public signals that are not below R.
    function refuseSignals(uint256[] calldata signals) internal pure returns (bytes memory refusal) {
        for (uint256 i = 0; i < signals.length; i++) {
            if (signals[i] >= R) return abi.encodeWithSelector(RefusalReasons.SignalOutOfRange.selector, i, signals[i]);
        }
    }

    /// @notice scalar · (x, y). The point must be on the curve: then nothing but gas can make this fail.
    function multiply(uint256 x, uint256 y, uint256 scalar) internal view returns (uint256, uint256) {
        if (scalar == 1) return (x, y);
        bool done;
        // The returned size is checked because a call to an address without code succeeds and returns nothing.
        assembly ("memory-safe") {
            let work := mload(0x40)
            mstore(work, x)
            mstore(add(work, 0x20), y)
            mstore(add(work, 0x40), scalar)
            done := staticcall(gas(), 7, work, 0x60, work, 0x40)
            done := and(done, eq(returndatasize(), 0x40))
            x := mload(work)
            y := mload(add(work, 0x20))
        }
        if (!done) revert PrecompileFailed(MULTIPLICATION);
        return (x, y);
    }

    /// @notice (x, y) + (otherX, otherY). Both must be on the curve: then nothing but gas can make this fail.
    function add(uint256 x, uint256 y, uint256 otherX, uint256 otherY) internal view returns (uint256, uint256) {
        bool done;
        assembly ("memory-safe") {
            let work := mload(0x40)
            mstore(work, x)
            mstore(add(work, 0x20), y)
            mstore(add(work, 0x40), otherX)
            mstore(add(work, 0x60), otherY)
            done := staticcall(gas(), 6, work, 0x80, work, 0x40)
            done := and(done, eq(returndatasize(), 0x40))
            x := mload(work)
            y := mload(add(work, 0x20))
        }
        if (!done) revert PrecompileFailed(ADDITION);
        return (x, y);
    }

    /// @notice Is the product of the pairings e(G1, G2) one?
    /// @param words begins with `pairs` times (G1 point, G2 point)
    /// @return false also when a G1 point is not on the curve or a G2 point not in the group, since the call had ample
    /// gas and still failed
    /// Reverts with PrecompileFailed when it cannot tell.
    function pairingIsOne(uint256[] memory words, uint256 pairs) internal view returns (bool) {
        uint256 allowance = PAIRING_BASE_GAS + PAIRING_GAS_PER_PAIR * pairs;
        uint256 available = gasleft();
        bool succeeded;
        bool answered;
        uint256 answer;
        assembly ("memory-safe") {
            mstore(0, 0)
            succeeded := staticcall(allowance, 8, add(words, 0x20), mul(pairs, 0xc0), 0, 0x20)
            answered := eq(returndatasize(), 0x20)
            answer := mload(0)
        }
        if (succeeded && answered) return answer == 1;
        // Where there is no precompile, calls succeed and return nothing. Where there is one, it refuses what is
        // malformed, or it ran dry: possible when the 63/64 that EIP-150 lets us pass on were less than the allowance.
        if (succeeded || available - available / 64 < allowance + GAS_TO_CALL) revert PrecompileFailed(PAIRING);
        return false;
    }
}

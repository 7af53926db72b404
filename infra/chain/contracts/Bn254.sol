// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title The curve BN254 (alt_bn128), as far as the precompiled contracts offer it
/// @notice G1 points are two words (x, y). G2 points are four words in the order of EIP-197:
/// x imaginary, x real, y imaginary, y real. Points are affine; this library refuses the point at infinity (all zero),
/// which no honest key or proof contains.
/// Sources: EIP-196 (addition, multiplication), EIP-197 (pairing), EIP-1108 (gas).
library Bn254 {
    /// @dev Coordinates are below this prime (EIP-196).
    uint256 internal constant P = 21888242871839275222246405745257275088696311157297823662689037894645226208583;
    /// @dev Order of G1, G2: scalars, so public signals, are below this prime (EIP-197).
    uint256 internal constant R = 21888242871839275222246405745257275088548364400416034343698204186575808495617;

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
    /// @notice A coordinate is not below P. `index` is its position in the words given (key or proof).
    error CoordinateOutOfRange(uint256 index, uint256 value);
    /// @notice A G1 point does not satisfy y² = x³ + 3, or is the point at infinity. `index` is the position of its x
    /// in the words given (key or proof).
    error PointNotOnCurve(uint256 index);

    /// @notice Reverts unless (x, y) is a finite point of G1. The curve's order is prime, so G1 is all of the curve.
    /// @param index position of x, for the error
    function requireG1(uint256 x, uint256 y, uint256 index) internal pure {
        requireCoordinate(x, index);
        requireCoordinate(y, index + 1);
        if (mulmod(y, y, P) != addmod(mulmod(x, mulmod(x, x, P), P), 3, P)) revert PointNotOnCurve(index);
    }

    /// @notice Reverts unless `value` is a coordinate.
    function requireCoordinate(uint256 value, uint256 index) internal pure {
        if (value >= P) revert CoordinateOutOfRange(index, value);
    }

    /// @notice accumulator + scalar · point, in place.
    /// @param work accumulator (x, y), point (x, y), scalar; afterwards the first two words are the sum
    /// The points must be on the curve: then nothing but gas can make this fail.
    function multiplyAdd(uint256[5] memory work) internal view {
        bool done;
        // The returned size is checked because a call to an address without code succeeds and returns nothing.
        assembly ("memory-safe") {
            let point := add(work, 0x40)
            done := staticcall(gas(), 7, point, 0x60, point, 0x40)
            done := and(done, eq(returndatasize(), 0x40))
        }
        if (!done) revert PrecompileFailed(address(7));
        assembly ("memory-safe") {
            done := staticcall(gas(), 6, work, 0x80, work, 0x40)
            done := and(done, eq(returndatasize(), 0x40))
        }
        if (!done) revert PrecompileFailed(address(6));
    }

    /// @notice Is the product of the pairings e(G1, G2) one?
    /// @param input address in memory of `pairs` times (G1 point, G2 point)
    /// @return false also when a G2 point is not in the group, since the call had ample gas and still failed
    /// Reverts with PrecompileFailed when it cannot tell.
    function pairingIsOne(uint256 input, uint256 pairs) internal view returns (bool) {
        uint256 allowance = PAIRING_BASE_GAS + PAIRING_GAS_PER_PAIR * pairs;
        uint256 available = gasleft();
        bool succeeded;
        bool answered;
        uint256 answer;
        assembly ("memory-safe") {
            mstore(0, 0)
            succeeded := staticcall(allowance, 8, input, mul(pairs, 0xc0), 0, 0x20)
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

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Bn254} from "./Bn254.sol";
import {Refusal} from "./Refusal.sol";

/// @title A Groth16 verification key: checked once, kept as the code of a contract
/// @notice Layout in words: alpha (G1: 0, 1), beta (G2: 2 to 5), gamma (G2: 6 to 9), delta (G2: 10 to 13), then the
/// points IC (G1), one more than the circuit has public signals. Order of coordinates: see Bn254.
/// @dev Code costs 200 gas a byte to store and about 3 a word to read, against 22 100 and 2 100 for a storage slot.
library Groth16Key {
    using Refusal for bytes;

    uint256 internal constant BETA = 2;
    uint256 internal constant GAMMA = 6;
    uint256 internal constant DELTA = 10;
    uint256 internal constant IC = 14;

    /// @dev Words that fit in 24 576 bytes of code (EIP-170) after the leading STOP.
    uint256 private constant MAX_WORDS = 767;

    /// @notice A key has 14 words, then two for each IC point, of which there is at least one; at most 767 in all (375
    /// public signals).
    error KeyLengthInvalid(uint256 words);
    /// @notice Anybody could make proofs for this key: gamma equals delta up to sign (a setup without a phase-2
    /// contribution), or one of beta, gamma, delta is the point at infinity.
    error KeyForgeable();
    /// @notice beta, gamma or delta is not a point of G2.
    error KeyNotInG2();
    /// @notice The key could not be stored as code: too little gas.
    error KeyNotStored();

    /// @notice Public signals of the circuit that a key of this length is for.
    function signalCount(uint256 words) internal pure returns (uint256) {
        return (words - IC) / 2 - 1;
    }

    /// @notice Public signals of the circuit whose key the contract holds.
    function signalCountAt(address pointer) internal view returns (uint256) {
        return signalCount(pointer.code.length / 32);
    }

    /// @notice Reverts unless the key is well formed and not known to be forgeable.
    function check(uint256[] calldata key) internal view {
        if (key.length < IC + 2 || key.length % 2 != 0 || key.length > MAX_WORDS) revert KeyLengthInvalid(key.length);
        for (uint256 i = BETA; i < IC; i++) Bn254.refuseCoordinate(key[i], i).raise();
        Bn254.refuseG1(key[0], key[1], 0).raise();
        // Refusing infinity matters most here: a signal whose IC point is zero would not be bound by the proof.
        for (uint256 i = IC; i < key.length; i += 2) Bn254.refuseG1(key[i], key[i + 1], i).raise();
        for (uint256 i = BETA; i < IC; i += 4) {
            if (key[i] | key[i + 1] | key[i + 2] | key[i + 3] == 0) revert KeyForgeable();
        }
        if (key[GAMMA] == key[DELTA] && key[GAMMA + 1] == key[DELTA + 1]) revert KeyForgeable();
        if (!_inG2(key)) revert KeyNotInG2();
    }

    /// @dev The pairing precompile checks its G2 points even beside a G1 point at infinity, where the product is one.
    function _inG2(uint256[] calldata key) private view returns (bool) {
        uint256[] memory pairs = new uint256[](3 * Bn254.PAIR);
        for (uint256 point = 0; point < 3; point++) {
            for (uint256 i = 0; i < 4; i++) pairs[point * Bn254.PAIR + 2 + i] = key[BETA + point * 4 + i];
        }
        return Bn254.pairingIsOne(pairs, 3);
    }

    /// @notice Stores the key as the code of a new contract, which nobody can change or destroy.
    function store(uint256[] calldata key) internal returns (address pointer) {
        bytes memory code = _code(key);
        // PUSH2 size, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN: return the `size` bytes after these ten.
        bytes memory creation = abi.encodePacked(hex"61", uint16(code.length), hex"80600a5f395ff3", code);
        assembly ("memory-safe") {
            pointer := create(0, add(creation, 0x20), mload(creation))
        }
        if (pointer == address(0)) revert KeyNotStored();
    }

    /// @notice Is this key what the contract holds?
    function isStoredAt(uint256[] calldata key, address pointer) internal view returns (bool) {
        return pointer.codehash == keccak256(_code(key));
    }

    /// @notice The words of a stored key.
    function load(address pointer) internal view returns (uint256[] memory key) {
        assembly ("memory-safe") {
            let size := sub(extcodesize(pointer), 1)
            key := mload(0x40)
            mstore(0x40, add(key, add(0x20, size)))
            mstore(key, shr(5, size))
            extcodecopy(pointer, add(key, 0x20), 1, size)
        }
    }

    /// @dev The leading STOP keeps the key from being run as code.
    function _code(uint256[] calldata key) private pure returns (bytes memory) {
        return abi.encodePacked(hex"00", key);
    }
}

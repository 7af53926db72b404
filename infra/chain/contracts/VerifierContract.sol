// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Bn254} from "./Bn254.sol";
import {RefusalReasons} from "./RefusalReasons.sol";

/// @title Asks the contract that verifies the plonk proofs of one circuit
/// @notice The contract has the function that snarkjs generates,
/// `verifyProof(uint256[24] proof, uint256[signalCount] publicSignals) returns (bool)`, and is called by STATICCALL: it
/// can change nothing, and whatever it calls in turn can't either.
/// @dev It gets a fixed allowance of gas and no more, so that one that never ends takes nothing from what stands beside
/// its proof. `false` is not believed of a verifier that could have run dry: what snarkjs generates takes a precompiled
/// contract that had too little gas for an invalid proof.
library VerifierContract {
    struct Verifier {
        /// @dev Zero: none.
        address target;
        uint16 signalCount;
        /// @dev Of verifyProof, which differs with the number of signals.
        bytes4 selector;
        /// @dev Hash of the code when it was registered; only that code is asked.
        bytes32 codeHash;
    }

    enum Answer {
        Valid,
        Invalid,
        None
    }

    uint256 private constant PROOF_WORDS = 24;
    /// @dev Twice of what the contracts that snarkjs generates use: room for a repricing.
    uint256 private constant BASE_GAS = 600_000;
    uint256 private constant GAS_PER_SIGNAL = 4_000;
    /// @dev More than is spent between reading gasleft() and the call.
    uint256 private constant GAS_TO_CALL = 10_000;
    /// @dev Far more than one of whose contract fits 24 576 bytes (EIP-170).
    uint256 private constant MAX_SIGNALS = 1024;
    uint256 private constant MAX_DIGITS = 4;

    /// @notice An account without code verifies nothing, and to call it would succeed.
    error VerifierHasNoCode(address verifier);
    /// @notice The contract does not say `false` to the proof that is all zero with public signals that are all zero:
    /// it is for another number of public signals, or no verifier, or one that accepts anything.
    error VerifierUnsuitable(address verifier);
    /// @notice A verifier contract is for 1 to 1024 public signals.
    error SignalCountInvalid(uint256 signalCount);
    /// @notice Too little gas was left to tell whether the proof holds. Try again with more.
    error VerifierOutOfGas(address verifier);

    /// @notice Makes the entry of a verifier, having tried it. Reverts with an error of this library.
    function tried(address target, uint256 signalCount) internal view returns (Verifier memory verifier) {
        if (target.code.length == 0) revert VerifierHasNoCode(target);
        if (signalCount == 0 || signalCount > MAX_SIGNALS) revert SignalCountInvalid(signalCount);
        verifier = Verifier(target, uint16(signalCount), _selector(signalCount), target.codehash);

        bytes memory nothing = new bytes((PROOF_WORDS + signalCount) * 0x20);
        if (_ask(verifier, abi.encodePacked(verifier.selector, nothing)) != Answer.Invalid) revert VerifierUnsuitable(target);
    }

    /// @notice Refuses a proof that does not hold, and one of which that can't be told.
    /// @return refusal WrongSignalCount, SignalOutOfRange, InvalidProof or VerifierFailed of RefusalReasons
    /// Reverts with VerifierOutOfGas when there was too little gas to tell.
    function refuse(
        Verifier memory verifier,
        bytes32 proofId,
        uint256[24] calldata proof,
        uint256[] calldata signals
    ) internal view returns (bytes memory refusal) {
        if (signals.length != verifier.signalCount) {
            return abi.encodeWithSelector(
                RefusalReasons.WrongSignalCount.selector, verifier.signalCount, signals.length
            );
        }
        refusal = Bn254.refuseSignals(signals);
        if (refusal.length != 0) return refusal;

        Answer answer = verifier.target.codehash == verifier.codeHash
            ? _ask(verifier, abi.encodePacked(verifier.selector, proof, signals))
            : Answer.None;
        if (answer == Answer.Invalid) return abi.encodeWithSelector(RefusalReasons.InvalidProof.selector, proofId);
        if (answer == Answer.None) return abi.encodeWithSelector(RefusalReasons.VerifierFailed.selector, verifier.target);
    }

    /// @return answer None when the contract reverted, returned anything but one word that is 0 or 1, or used up its
    /// allowance
    function _ask(Verifier memory verifier, bytes memory question) private view returns (Answer answer) {
        address target = verifier.target;
        uint256 allowance = BASE_GAS + GAS_PER_SIGNAL * verifier.signalCount;
        bool answered;
        uint256 word;
        uint256 available = gasleft();
        assembly ("memory-safe") {
            mstore(0, 0)
            answered := staticcall(allowance, target, add(question, 0x20), mload(question), 0, 0x20)
            answered := and(answered, eq(returndatasize(), 0x20))
            word := mload(0)
        }
        uint256 used = available - gasleft();
        if (answered && word == 1) return Answer.Valid;
        // With less than its allowance, EIP-150's 63/64 of what there was, it may have failed for that alone.
        if (available - available / 64 < allowance + GAS_TO_CALL) revert VerifierOutOfGas(target);
        // A call of its own that ran dry leaves it little more than the 64th part that EIP-150 holds back.
        bool ranDry = used > allowance - allowance / 8;
        return answered && word == 0 && !ranDry ? Answer.Invalid : Answer.None;
    }

    function _selector(uint256 signalCount) private pure returns (bytes4) {
        bytes memory digits = new bytes(MAX_DIGITS);
        uint256 start = MAX_DIGITS;
        for (uint256 rest = signalCount; rest != 0; rest /= 10) digits[--start] = bytes1(uint8(48 + rest % 10));
        assembly ("memory-safe") {
            digits := add(digits, start) // the zeros before the digits become the length's
            mstore(digits, sub(MAX_DIGITS, start))
        }
        return bytes4(keccak256(abi.encodePacked("verifyProof(uint256[24],uint256[", digits, "])")));
    }
}

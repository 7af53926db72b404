// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title Why a proof is not published
/// @notice A single call reverts with such an error; of an item in a batch it is told, and the others go on.
/// @dev An interface, so that the registry's ABI names them all.
interface RefusalReasons {
    /// @notice Zero is no proof id: as the spender of a nullifier it would mean "unspent".
    error ProofIdIsZero();
    /// @notice This id was published or attested before. Look at the events of that id.
    error AlreadyPublished(bytes32 proofId);
    /// @notice No circuit is registered under this id.
    error CircuitUnknown(bytes32 circuitId);
    /// @notice No contract is registered that verifies plonk proofs of this circuit.
    error VerifierUnknown(bytes32 circuitId);
    /// @notice The circuit's verifier contract had ample gas and gave no answer to the proof, or its code is no longer
    /// what was registered. Of the proof that says nothing; sending it again cannot help.
    error VerifierFailed(address verifier);
    /// @notice The circuit has another number of public signals.
    error WrongSignalCount(uint256 expected, uint256 actual);
    /// @notice A public signal is not below R; it would mean the same as its remainder, and so be a second name for it.
    error SignalOutOfRange(uint256 index, uint256 value);
    /// @notice A coordinate is not below P. `index` is its position in the words given (key or proof).
    error CoordinateOutOfRange(uint256 index, uint256 value);
    /// @notice A G1 point does not satisfy y² = x³ + 3, or is the point at infinity. `index` is the position of its x
    /// in the words given (key or proof).
    error PointNotOnCurve(uint256 index);
    /// @notice The proof does not hold for these public signals. Sending it again cannot help.
    error InvalidProof(bytes32 proofId);
    /// @notice The nullifier was spent by `spentBy`. Sending this proof again cannot help.
    error NullifierSpent(bytes32 circuitId, uint256 nullifier, bytes32 spentBy);
}

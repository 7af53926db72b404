// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Groth16Key} from "./Groth16Key.sol";
import {Groth16Verifier} from "./Groth16Verifier.sol";

/// @title Proofs that were verified here, each published once
/// @notice The owner registers circuits, once each, and appoints publishers. A publisher publishes Groth16 proofs,
/// which this contract verifies itself, and attests proofs of systems that have no verifier on chain.
/// @dev Only publishers may publish or attest. A proof is no secret: whoever sees one in the mempool could otherwise
/// send it first under its `proofId` with signals or a circuit of his own, or spend its nullifier under another id,
/// and the job that it was made for would be refused. The registry therefore trusts its publishers not to waste ids,
/// and nobody for the truth of a proof.
contract ProofRegistry {
    /// @notice Registers circuits and appoints publishers. For a change of hands, make it a contract that has one.
    address public immutable owner;

    /// @notice May this address publish and attest?
    mapping(address publisher => bool) public isPublisher;

    /// @notice Was this proof published or attested?
    mapping(bytes32 proofId => bool) public isPublished;

    /// @notice The proof that spent a nullifier of a circuit; zero while it is unspent.
    mapping(bytes32 circuitId => mapping(uint256 nullifier => bytes32 proofId)) public nullifierSpentBy;

    struct Circuit {
        /// @dev Contract whose code is the key (see Groth16Key); zero: not registered.
        address key;
        /// @dev Which public signal is the nullifier; NO_NULLIFIER: none.
        uint96 nullifierIndex;
    }

    mapping(bytes32 circuitId => Circuit) private _circuits;

    uint96 private constant NO_NULLIFIER = type(uint96).max;

    /// @notice A publisher was appointed (`allowed`) or dismissed.
    event PublisherSet(address indexed publisher, bool allowed);
    /// @notice A circuit can be published for from now on.
    /// @param key contract whose code after the first byte is the verification key
    /// @param nullifierIndex position of the nullifier among the public signals; type(uint256).max: none
    event CircuitRegistered(bytes32 indexed circuitId, address key, uint256 nullifierIndex);
    /// @notice A proof was verified here and published.
    event ProofPublished(bytes32 indexed proofId, bytes32 indexed circuitId, uint256[] publicSignals);
    /// @notice A publisher vouches for a proof that was not verified here.
    /// @param proofSystem name of the proof system, as ASCII filled up with zero bytes
    /// @param proofHash hash of the proof artifact, by which it can be recognised
    event ProofAttested(
        bytes32 indexed proofId, bytes32 indexed circuitId, bytes32 proofSystem, bytes32 proofHash
    );

    /// @notice Only the owner may do this.
    error NotOwner(address caller);
    /// @notice Only a publisher may do this.
    error NotPublisher(address caller);
    /// @notice A registry without an owner could never be used.
    error OwnerIsZero();
    /// @notice No circuit is registered under this id.
    error CircuitUnknown(bytes32 circuitId);
    /// @notice The circuit is registered with another key or nullifier index, and that is for good.
    error CircuitDiffers(bytes32 circuitId);
    /// @notice The circuit has only `signalCount` public signals.
    error NullifierIndexOutOfRange(uint256 nullifierIndex, uint256 signalCount);
    /// @notice The proof does not hold for these public signals. Sending it again cannot help.
    error InvalidProof(bytes32 proofId);
    /// @notice Zero is no proof id: as the spender of a nullifier it would mean "unspent".
    error ProofIdIsZero();
    /// @notice This id was published or attested before. Look at the events of that id.
    error AlreadyPublished(bytes32 proofId);
    /// @notice The nullifier was spent by `spentBy`. Sending this proof again cannot help.
    error NullifierSpent(bytes32 circuitId, uint256 nullifier, bytes32 spentBy);

    /// @param owner_ also the first publisher
    constructor(address owner_) {
        if (owner_ == address(0)) revert OwnerIsZero();
        owner = owner_;
        isPublisher[owner_] = true;
        emit PublisherSet(owner_, true);
    }

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        _;
    }

    modifier onlyPublisher() {
        if (!isPublisher[msg.sender]) revert NotPublisher(msg.sender);
        _;
    }

    /// @notice Appoints or dismisses a publisher. The owner may dismiss itself.
    function setPublisher(address publisher, bool allowed) external onlyOwner {
        isPublisher[publisher] = allowed;
        emit PublisherSet(publisher, allowed);
    }

    /// @notice Registers a circuit for good: neither key nor nullifier index can change. Registering the same again
    /// does nothing.
    /// @param key words of the verification key, laid out as Groth16Key says
    /// @param nullifierIndex which public signal is the nullifier, from 0; type(uint256).max: none
    function registerCircuit(bytes32 circuitId, uint256[] calldata key, uint256 nullifierIndex) external onlyOwner {
        Circuit memory registered = _circuits[circuitId];
        if (registered.key != address(0)) {
            bool same = _nullifierIndexOf(registered) == nullifierIndex && Groth16Key.isStoredAt(key, registered.key);
            if (!same) revert CircuitDiffers(circuitId);
            return;
        }

        Groth16Key.check(key);
        uint256 signalCount = Groth16Key.signalCount(key.length);
        bool hasNullifier = nullifierIndex != type(uint256).max;
        if (hasNullifier && nullifierIndex >= signalCount) revert NullifierIndexOutOfRange(nullifierIndex, signalCount);

        address pointer = Groth16Key.store(key);
        _circuits[circuitId] = Circuit(pointer, hasNullifier ? uint96(nullifierIndex) : NO_NULLIFIER);
        emit CircuitRegistered(circuitId, pointer, nullifierIndex);
    }

    /// @notice Verifies a proof and publishes it.
    /// @param proof A, B, C, laid out as Groth16Verifier says
    /// @param publicSignals in the circuit's order, each below Bn254.R
    function publish(
        bytes32 proofId,
        bytes32 circuitId,
        uint256[8] calldata proof,
        uint256[] calldata publicSignals
    ) external onlyPublisher {
        _take(proofId);
        Circuit memory circuit = _circuits[circuitId];
        if (circuit.key == address(0)) revert CircuitUnknown(circuitId);
        if (!Groth16Verifier.verify(Groth16Key.load(circuit.key), proof, publicSignals)) revert InvalidProof(proofId);
        if (circuit.nullifierIndex != NO_NULLIFIER) _spend(circuitId, publicSignals[circuit.nullifierIndex], proofId);
        emit ProofPublished(proofId, circuitId, publicSignals);
    }

    /// @notice Records a proof of a system that no contract here can verify, on the publisher's word.
    /// @param circuitId need not be registered
    /// @param proofSystem name of the proof system, as ASCII filled up with zero bytes
    /// @param proofHash hash of the proof artifact
    function attest(bytes32 proofId, bytes32 circuitId, bytes32 proofSystem, bytes32 proofHash) external onlyPublisher {
        _take(proofId);
        emit ProofAttested(proofId, circuitId, proofSystem, proofHash);
    }

    /// @notice Can proofs of this circuit be published?
    function isRegistered(bytes32 circuitId) external view returns (bool) {
        return _circuits[circuitId].key != address(0);
    }

    /// @notice The contract whose code, after its first byte, is the circuit's verification key; zero: not registered.
    function circuitKey(bytes32 circuitId) external view returns (address) {
        return _circuits[circuitId].key;
    }

    function _nullifierIndexOf(Circuit memory circuit) private pure returns (uint256) {
        return circuit.nullifierIndex == NO_NULLIFIER ? type(uint256).max : circuit.nullifierIndex;
    }

    /// @dev Every publication passes here exactly once, so that no id is used twice.
    function _take(bytes32 proofId) private {
        if (proofId == 0) revert ProofIdIsZero();
        if (isPublished[proofId]) revert AlreadyPublished(proofId);
        isPublished[proofId] = true;
    }

    function _spend(bytes32 circuitId, uint256 nullifier, bytes32 proofId) private {
        bytes32 spentBy = nullifierSpentBy[circuitId][nullifier];
        if (spentBy != 0) revert NullifierSpent(circuitId, nullifier, spentBy);
        nullifierSpentBy[circuitId][nullifier] = proofId;
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Groth16Key} from "./Groth16Key.sol";
import {Groth16Verifier} from "./Groth16Verifier.sol";
import {Attestation, PlonkPublication, Publication} from "./Publication.sol";
import {Refusal} from "./Refusal.sol";
import {RefusalReasons} from "./RefusalReasons.sol";
import {VerifierContract} from "./VerifierContract.sol";

/// @title Proofs that were verified here, each published once
/// @notice The owner registers circuits, once each, and appoints publishers. A publisher publishes Groth16 proofs,
/// which this contract verifies itself, and plonk proofs, which it has the circuit's verifier contract verify; and it
/// attests proofs of systems that have no verifier on chain.
///
/// A circuit may have a Groth16 key and a plonk verifier. Both are for the same public signals and the same nullifier,
/// which is spent once, by whichever kind of proof.
/// @dev Only publishers may publish or attest. A proof is no secret: whoever sees one in the mempool could otherwise
/// send it first under its `proofId` with signals or a circuit of his own, or spend its nullifier under another id,
/// and the job that it was made for would be refused. The registry therefore trusts its publishers not to waste ids,
/// and nobody for the truth of a proof, except the owner, who vouches for the verifier contracts (see registerVerifier).
/// Nothing can be reentered. The contracts that are called, the precompiled ones and the verifiers, are called by
/// STATICCALL, under which neither they nor what they call can change any state or raise an event; the contracts that
/// hold keys are read and never run.
contract ProofRegistry is RefusalReasons {
    using Refusal for bytes;

    /// @notice Items of a batch at most. A full batch of Groth16 proofs takes about 3 million gas, 6 with one false
    /// proof, and 19 should every proof be malformed; one of plonk proofs about 9.5, and 20 should every verifier fail.
    /// One transaction may take 16.7 million (EIP-7825): try a batch before sending it.
    uint256 public constant MAX_BATCH = 32;

    /// @notice Registers circuits and appoints publishers. For a change of hands, make it a contract that has one.
    address public immutable owner;

    /// @notice May this address publish and attest?
    mapping(address publisher => bool) public isPublisher;

    /// @notice Was this proof published or attested?
    mapping(bytes32 proofId => bool) public isPublished;

    /// @notice The proof that spent a nullifier of a circuit; zero while it is unspent.
    mapping(bytes32 circuitId => mapping(uint256 nullifier => bytes32 proofId)) public nullifierSpentBy;

    struct Circuit {
        /// @dev Contract whose code is the key (see Groth16Key); zero: none is registered.
        address key;
        /// @dev Which public signal is the nullifier; NO_NULLIFIER: none.
        uint96 nullifierIndex;
    }

    mapping(bytes32 circuitId => Circuit) private _circuits;

    mapping(bytes32 circuitId => VerifierContract.Verifier) private _verifiers;

    uint96 private constant NO_NULLIFIER = type(uint96).max;

    /// @notice A publisher was appointed (`allowed`) or dismissed.
    event PublisherSet(address indexed publisher, bool allowed);
    /// @notice Groth16 proofs of a circuit can be published from now on.
    /// @param key contract whose code after the first byte is the verification key
    /// @param nullifierIndex position of the nullifier among the public signals; type(uint256).max: none
    event CircuitRegistered(bytes32 indexed circuitId, address key, uint256 nullifierIndex);
    /// @notice Plonk proofs of a circuit can be published from now on.
    /// @param codeHash keccak256 of the verifier's code, which alone is asked
    /// @param nullifierIndex position of the nullifier among the public signals; type(uint256).max: none
    event VerifierRegistered(
        bytes32 indexed circuitId, address verifier, bytes32 codeHash, uint256 signalCount, uint256 nullifierIndex
    );
    /// @notice A proof was verified, here or by the circuit's verifier, and published.
    event ProofPublished(bytes32 indexed proofId, bytes32 indexed circuitId, uint256[] publicSignals);
    /// @notice A publisher vouches for a proof that was not verified here.
    /// @param proofSystem name of the proof system, as ASCII filled up with zero bytes
    /// @param proofHash hash of the proof artifact, by which it can be recognised
    event ProofAttested(
        bytes32 indexed proofId, bytes32 indexed circuitId, bytes32 proofSystem, bytes32 proofHash
    );

    /// @notice An item of a batch was refused, and nothing recorded of it.
    /// @param reason the custom error, selector and arguments, with which the item alone would have reverted
    event PublicationRefused(bytes32 indexed proofId, bytes reason);

    /// @notice Only the owner may do this.
    error NotOwner(address caller);
    /// @notice Only a publisher may do this.
    error NotPublisher(address caller);
    /// @notice A registry without an owner could never be used.
    error OwnerIsZero();
    /// @notice The circuit is registered with another key, verifier, number of public signals or nullifier index, and
    /// that is for good.
    error CircuitDiffers(bytes32 circuitId);
    /// @notice The circuit has only `signalCount` public signals.
    error NullifierIndexOutOfRange(uint256 nullifierIndex, uint256 signalCount);

    /// @notice A batch has 1 to MAX_BATCH items.
    error BatchSizeInvalid(uint256 size);

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
        VerifierContract.Verifier storage verifier = _verifiers[circuitId];
        if (verifier.target != address(0)) {
            bool agrees = verifier.signalCount == signalCount && _nullifierIndexOf(registered) == nullifierIndex;
            if (!agrees) revert CircuitDiffers(circuitId);
        }
        uint96 packedIndex = _pack(nullifierIndex, signalCount);

        address pointer = Groth16Key.store(key);
        _circuits[circuitId] = Circuit(pointer, packedIndex);
        emit CircuitRegistered(circuitId, pointer, nullifierIndex);
    }

    /// @notice Registers for good the contract that verifies a circuit's plonk proofs, having tried it (VerifierUnsuitable).
    /// Registering one with the same code again, wherever it is, does nothing.
    ///
    /// What the owner vouches for: that the code is a sound verifier of this circuit, and that what it answers depends on
    /// its code and the question alone. Only the code can be held to: its hash is compared at each proof, so that
    /// whatever takes its place (after a SELFDESTRUCT, which since EIP-6780 removes code only in the transaction that
    /// created it, or by another delegation of an account, EIP-7702) is not asked. Behind a proxy, or a contract that
    /// reads its storage, the code stays and the answers change: never register such a one.
    /// @param verifier called as VerifierContract says
    /// @param signalCount public signals of the circuit, 1 to 1024
    /// @param nullifierIndex which public signal is the nullifier, from 0; type(uint256).max: none
    function registerVerifier(bytes32 circuitId, address verifier, uint256 signalCount, uint256 nullifierIndex)
        external
        onlyOwner
    {
        Circuit memory circuit = _circuits[circuitId];
        VerifierContract.Verifier memory registered = _verifiers[circuitId];
        bool hasKey = circuit.key != address(0);
        bool hasVerifier = registered.target != address(0);
        bool differs = (hasKey || hasVerifier) && _nullifierIndexOf(circuit) != nullifierIndex;
        differs = differs || (hasKey && Groth16Key.signalCountAt(circuit.key) != signalCount);
        differs = differs || (hasVerifier && registered.signalCount != signalCount);
        differs = differs || (hasVerifier && registered.codeHash != verifier.codehash);
        if (differs) revert CircuitDiffers(circuitId);
        if (hasVerifier) return;

        registered = VerifierContract.tried(verifier, signalCount);
        _circuits[circuitId].nullifierIndex = _pack(nullifierIndex, signalCount);
        _verifiers[circuitId] = registered;
        emit VerifierRegistered(circuitId, verifier, registered.codeHash, signalCount, nullifierIndex);
    }

    /// @notice Verifies a Groth16 proof and publishes it.
    /// @param proof A, B, C, laid out as Groth16Verifier says
    /// @param publicSignals in the circuit's order, each below Bn254.R
    function publish(
        bytes32 proofId,
        bytes32 circuitId,
        uint256[8] calldata proof,
        uint256[] calldata publicSignals
    ) external onlyPublisher {
        _refuseId(proofId).raise();
        Circuit memory circuit = _circuits[circuitId];
        if (circuit.key == address(0)) revert CircuitUnknown(circuitId);
        Groth16Verifier.Claim[] memory claims = new Groth16Verifier.Claim[](1);
        Groth16Verifier.fill(claims[0], circuit.key, proof, publicSignals).raise();
        if (!Groth16Verifier.holds(claims, 0, 1)) revert InvalidProof(proofId);
        _publish(proofId, circuitId, publicSignals).raise();
    }

    /// @notice Has a plonk proof verified by the circuit's verifier and publishes it.
    /// @param proof laid out as PlonkPublication says
    /// @param publicSignals in the circuit's order, each below Bn254.R
    /// @dev Reverts with VerifierContract.VerifierOutOfGas when there was too little gas to tell whether it holds.
    function publishPlonk(
        bytes32 proofId,
        bytes32 circuitId,
        uint256[24] calldata proof,
        uint256[] calldata publicSignals
    ) external onlyPublisher {
        _publishPlonk(proofId, circuitId, proof, publicSignals).raise();
    }

    /// @notice Records a proof of a system that no contract here can verify, on the publisher's word.
    /// @param circuitId need not be registered
    /// @param proofSystem name of the proof system, as ASCII filled up with zero bytes
    /// @param proofHash hash of the proof artifact
    function attest(bytes32 proofId, bytes32 circuitId, bytes32 proofSystem, bytes32 proofHash) external onlyPublisher {
        _attest(proofId, circuitId, proofSystem, proofHash).raise();
    }

    /// @notice Does what `publish` would do for each of `publications` in turn, then `publishPlonk` for each of
    /// `plonkPublications` and then `attest` for each of `attestations`, except that an item that would revert is refused
    /// alone (PublicationRefused) and the others are not touched by it. Each item leaves one event, in this order. Groth16
    /// proofs are verified together, so publications of one circuit should stand side by side: each change of circuit
    /// costs three pairings more.
    /// @dev Reverts as a whole when the caller is no publisher, when the size is wrong (BatchSizeInvalid), and when
    /// there was too little gas to tell which proofs hold (Bn254.PrecompileFailed, VerifierContract.VerifierOutOfGas):
    /// then nothing has happened.
    /// @return refusals for each item in the order of the events, the custom error with which it was refused; empty:
    /// recorded
    function publishBatch(
        Publication[] calldata publications,
        PlonkPublication[] calldata plonkPublications,
        Attestation[] calldata attestations
    ) external onlyPublisher returns (bytes[] memory refusals) {
        uint256 size = publications.length + plonkPublications.length + attestations.length;
        if (size == 0 || size > MAX_BATCH) revert BatchSizeInvalid(size);
        refusals = new bytes[](size);

        _verify(publications, refusals);
        for (uint256 i = 0; i < publications.length; i++) {
            Publication calldata item = publications[i];
            // Again, because an item before may have taken the id.
            bytes memory refusal = _refuseId(item.proofId);
            if (refusal.length == 0) refusal = refusals[i];
            if (refusal.length == 0) refusal = _publish(item.proofId, item.circuitId, item.publicSignals);
            refusals[i] = refusal;
            if (refusal.length != 0) emit PublicationRefused(item.proofId, refusal);
        }
        uint256 position = publications.length;
        for (uint256 i = 0; i < plonkPublications.length; i++) {
            PlonkPublication calldata item = plonkPublications[i];
            bytes memory refusal = _publishPlonk(item.proofId, item.circuitId, item.proof, item.publicSignals);
            refusals[position++] = refusal;
            if (refusal.length != 0) emit PublicationRefused(item.proofId, refusal);
        }
        for (uint256 i = 0; i < attestations.length; i++) {
            Attestation calldata item = attestations[i];
            bytes memory refusal = _attest(item.proofId, item.circuitId, item.proofSystem, item.proofHash);
            refusals[position++] = refusal;
            if (refusal.length != 0) emit PublicationRefused(item.proofId, refusal);
        }
    }

    /// @notice Can Groth16 proofs of this circuit be published?
    function isRegistered(bytes32 circuitId) external view returns (bool) {
        return _circuits[circuitId].key != address(0);
    }

    /// @notice The contract whose code, after its first byte, is the circuit's Groth16 key; zero: none is registered.
    function circuitKey(bytes32 circuitId) external view returns (address) {
        return _circuits[circuitId].key;
    }

    /// @notice The contract that verifies the circuit's plonk proofs; zero: none is registered.
    function verifierOf(bytes32 circuitId) external view returns (address) {
        return _verifiers[circuitId].target;
    }

    function _pack(uint256 nullifierIndex, uint256 signalCount) private pure returns (uint96) {
        if (nullifierIndex == type(uint256).max) return NO_NULLIFIER;
        if (nullifierIndex >= signalCount) revert NullifierIndexOutOfRange(nullifierIndex, signalCount);
        return uint96(nullifierIndex);
    }

    function _nullifierIndexOf(Circuit memory circuit) private pure returns (uint256) {
        return circuit.nullifierIndex == NO_NULLIFIER ? type(uint256).max : circuit.nullifierIndex;
    }

    /// @dev Notes in `refusals` which items cannot be published, as things are before the batch.
    function _verify(Publication[] calldata items, bytes[] memory refusals) private view {
        Groth16Verifier.Claim[] memory claims = new Groth16Verifier.Claim[](items.length);
        uint256[] memory positions = new uint256[](items.length);
        uint256 count = 0;
        address key;
        for (uint256 i = 0; i < items.length; i++) {
            Publication calldata item = items[i];
            if (i == 0 || item.circuitId != items[i - 1].circuitId) key = _circuits[item.circuitId].key;
            bytes memory refusal = _refuseId(item.proofId);
            if (refusal.length == 0) {
                refusal = key == address(0)
                    ? abi.encodeWithSelector(CircuitUnknown.selector, item.circuitId)
                    : Groth16Verifier.fill(claims[count], key, item.proof, item.publicSignals);
            }
            refusals[i] = refusal;
            if (refusal.length == 0) positions[count++] = i;
        }
        if (count == 0) return;

        assembly ("memory-safe") {
            mstore(claims, count) // the rest was not filled
        }
        bool[] memory invalid = Groth16Verifier.findInvalid(claims);
        for (uint256 i = 0; i < count; i++) {
            uint256 position = positions[i];
            if (invalid[i]) {
                refusals[position] = abi.encodeWithSelector(InvalidProof.selector, items[position].proofId);
            }
        }
    }

    function _refuseId(bytes32 proofId) private view returns (bytes memory refusal) {
        if (proofId == 0) return abi.encodeWithSelector(ProofIdIsZero.selector);
        if (isPublished[proofId]) return abi.encodeWithSelector(AlreadyPublished.selector, proofId);
    }

    /// @dev Records a proof that holds and whose id is free, unless its nullifier is spent.
    function _publish(bytes32 proofId, bytes32 circuitId, uint256[] calldata publicSignals)
        private
        returns (bytes memory refusal)
    {
        uint96 nullifierIndex = _circuits[circuitId].nullifierIndex;
        if (nullifierIndex != NO_NULLIFIER) {
            uint256 nullifier = publicSignals[nullifierIndex];
            bytes32 spentBy = nullifierSpentBy[circuitId][nullifier];
            if (spentBy != 0) return abi.encodeWithSelector(NullifierSpent.selector, circuitId, nullifier, spentBy);
            nullifierSpentBy[circuitId][nullifier] = proofId;
        }
        isPublished[proofId] = true;
        emit ProofPublished(proofId, circuitId, publicSignals);
    }

    function _publishPlonk(
        bytes32 proofId,
        bytes32 circuitId,
        uint256[24] calldata proof,
        uint256[] calldata publicSignals
    ) private returns (bytes memory refusal) {
        refusal = _refuseId(proofId);
        if (refusal.length != 0) return refusal;
        VerifierContract.Verifier memory verifier = _verifiers[circuitId];
        if (verifier.target == address(0)) return abi.encodeWithSelector(VerifierUnknown.selector, circuitId);
        refusal = VerifierContract.refuse(verifier, proofId, proof, publicSignals);
        if (refusal.length != 0) return refusal;
        return _publish(proofId, circuitId, publicSignals);
    }

    function _attest(bytes32 proofId, bytes32 circuitId, bytes32 proofSystem, bytes32 proofHash)
        private
        returns (bytes memory refusal)
    {
        refusal = _refuseId(proofId);
        if (refusal.length != 0) return refusal;
        isPublished[proofId] = true;
        emit ProofAttested(proofId, circuitId, proofSystem, proofHash);
    }
}

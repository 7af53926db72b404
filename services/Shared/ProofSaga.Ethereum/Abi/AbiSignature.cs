using ProofSaga.Ethereum.Hashing;

namespace ProofSaga.Ethereum.Abi;

/// <summary>What names a function, event or error on chain: hashes of its canonical signature, for example <c>transfer(address,uint256)</c>.</summary>
public static class AbiSignature
{
    public const int SelectorLength = 4;

    /// <summary>The four bytes that call data (or an error's data) starts with.</summary>
    public static byte[] Selector(string signature) => Keccak256.Hash(signature).ToArray()[..SelectorLength];

    /// <summary>The first topic of an event's logs.</summary>
    public static Bytes32 Topic(string signature) => Keccak256.Hash(signature);
}

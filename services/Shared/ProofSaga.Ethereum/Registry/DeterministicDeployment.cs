using ProofSaga.Ethereum.Hashing;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Registry;

/// <summary>Deploys contracts at addresses that follow from their init code alone (CREATE2, EIP-1014), so that a second run finds what the first one deployed.</summary>
sealed class DeterministicDeployment(EthereumClient client)
{
    /// <summary>The deterministic deployment proxy: it creates what its call data holds, 32 bytes of salt and the init code. Most chains have it, and anvil has.</summary>
    public static Address Proxy { get; } = Address.Parse("0x4e59b44847b379578588920cA78FbF26c0B4956C");

    // zero: whatever tells contracts apart is in the init code already
    static readonly byte[] Salt = new byte[Bytes32.Length];

    /// <summary>Where the contract is, or will be, on every chain.</summary>
    public static Address AddressFor(ReadOnlySpan<byte> initCode)
    {
        byte[] input = [0xFF, .. Proxy.ToArray(), .. Salt, .. Keccak256.Hash(initCode).ToArray()];
        return new Address(Keccak256.Hash(input).ToArray().AsSpan(12));
    }

    /// <summary>Deploys the contract unless it is there.</summary>
    /// <param name="what">For errors, for example <c>registry</c>.</param>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Misconfigured"/>: the chain has no deployment proxy.</exception>
    public async Task<Address> EnsureAsync(
        TransactionSender sender,
        ReadOnlyMemory<byte> initCode,
        string what,
        CancellationToken cancellationToken
    )
    {
        var address = AddressFor(initCode.Span);
        if (await HasCodeAsync(address, cancellationToken))
            return address;
        if (!await HasCodeAsync(Proxy, cancellationToken))
        {
            throw new EthereumException(
                EthereumFailure.Misconfigured,
                $"The chain has no deterministic deployment proxy at {Proxy}; deploy that first."
            );
        }

        byte[] creation = [.. Salt, .. initCode.Span];
        await sender.SendAndWaitAsync(Proxy, creation, cancellationToken);
        if (!await HasCodeAsync(address, cancellationToken))
        {
            throw new EthereumException(
                EthereumFailure.Misconfigured,
                $"The deployment proxy did not create the {what} at {address}."
            );
        }

        return address;
    }

    async Task<bool> HasCodeAsync(Address address, CancellationToken cancellationToken) =>
        (await client.GetCodeAsync(address, BlockParameter.Latest, cancellationToken)).Length > 0;
}

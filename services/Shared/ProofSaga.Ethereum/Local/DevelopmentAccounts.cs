using ProofSaga.Ethereum.Signing;

namespace ProofSaga.Ethereum.Local;

/// <summary>
/// Accounts that anvil funds, from the mnemonic that it, Hardhat and Foundry share. Everybody knows these keys: on any
/// chain but a local one, what they own is stolen at once.
/// </summary>
public static class DevelopmentAccounts
{
    public static IReadOnlyList<string> PrivateKeys { get; } =
    [
        "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
        "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
        "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
        "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6",
    ];

    /// <param name="index">0 to 3.</param>
    /// <returns>To be disposed by the caller.</returns>
    public static Account Open(int index) => Account.FromPrivateKey(PrivateKeys[index]);
}

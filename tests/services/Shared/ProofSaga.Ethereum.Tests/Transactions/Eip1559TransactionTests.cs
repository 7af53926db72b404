using System.Numerics;
using ProofSaga.Ethereum.Local;
using ProofSaga.Ethereum.Signing;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Tests.Transactions;

public class Eip1559TransactionTests
{
    /// <summary>The first vectors of <c>eip1559.json</c> in the repository ethereumjs-monorepo, which name nonce, value, gas, tip, fee and the signed envelope.</summary>
    [TestCase(
        819ul,
        43203529,
        35552ul,
        75853,
        121212,
        "0x02f870821e8e8203338301284d8301d97c828ae094000000000000000000000000000000000000aaaa8402933bc980c080a0d067f2167008c59219652f91cbf8788dbca5f771f6e91e2b7657e85b78b472e0a01d305af9fe81fdba43f0dfcd400ed24dcace0a7e30d4e85701dcaaf484cd079e"
    )]
    [TestCase(
        353ul,
        61901619,
        32593ul,
        38850,
        136295,
        "0x02f86f821e8e8201618297c283021467827f5194000000000000000000000000000000000000aaaa8403b08b3380c001a004205678f13fc1d7b10feea6513dfa76e24418b6e08097d95c6f93a3b64e536da01d45ad61bfece43862de2cce7d2575a8c1d08c26c87f3cb5f26d7b0be54a91b2"
    )]
    [TestCase(
        985ul,
        32531825,
        68541ul,
        66377,
        136097,
        "0x02f871821e8e8203d983010349830213a183010bbd94000000000000000000000000000000000000aaaa8401f0657180c001a0e6d23c5ecc0f388a4d41a9523c3ad171e98083a61288c340b968dfe0903a6741a07319e8d54a4fd8f0c081d3ce093d869f9df598481991c8534bfd8f2c163884b4"
    )]
    public void The_envelope_is_the_published_one_and_recovers_to_its_signer(
        ulong nonce,
        long value,
        ulong gasLimit,
        long tip,
        long fee,
        string envelope
    )
    {
        using var account = Account.FromPrivateKey(
            "0x8f2a55949038a9610f50fb23b5883af3b4ecb3c3bb792cbcefbd1542c692be63"
        );
        var transaction = new Eip1559Transaction
        {
            ChainId = 0x1e8e,
            Nonce = nonce,
            MaxPriorityFeePerGas = tip,
            MaxFeePerGas = fee,
            GasLimit = gasLimit,
            To = Address.Parse("0x000000000000000000000000000000000000aaaa"),
            Value = value,
        };

        var signed = transaction.WithSignature(SignatureAtTheEndOf(Hex.Decode(envelope)));

        Assert.That(Hex.Encode(signed.RawBytes.Span), Is.EqualTo(envelope));
        Assert.That(signed.Sender, Is.EqualTo(account.Address));
    }

    /// <summary>Transaction 0x0ec0…2ee0 of mainnet, as in the tests of reth.</summary>
    [Test]
    public void Hash_and_sender_of_a_transaction_in_mainnet_come_out()
    {
        var transaction = new Eip1559Transaction
        {
            ChainId = 1,
            Nonce = 0x42,
            MaxPriorityFeePerGas = 0x3b9aca00,
            MaxFeePerGas = 0x4a817c800,
            GasLimit = 44386,
            To = Address.Parse("0x6069a6c32cf691f5982febae4faf8a6f3ab2f0f6"),
            Data = Hex.Decode(
                "0xa22cb4650000000000000000000000005eee75727d804a2b13038928d36f8b188945a57a0000000000000000000000000000000000000000000000000000000000000000"
            ),
        };
        var signature = new EcdsaSignature(
            Quantity.Decode("0x840cfc572845f5786e702984c2a582528cad4b49b2a10b9db1be7fca90058565"),
            Quantity.Decode("0x25e7109ceb98168d95b09b18bbf6b685130e0562f233877d492b94eee0c5b6d1"),
            YParity: 0
        );

        var signed = transaction.WithSignature(signature);

        Assert.That(
            signed.Hash.ToString(),
            Is.EqualTo("0x0ec0b6a2df4d87424e5f6ad2a654e27aaeb7dac20ae9e8385cc09087ad532ee0")
        );
        Assert.That(signed.Sender, Is.EqualTo(Address.Parse("0xdd6b8b3dc6b7ad97db52f08a275ff4483e024cea")));
    }

    [Test]
    public void Signing_twice_gives_two_hashes_so_the_first_must_be_kept()
    {
        using var account = DevelopmentAccounts.Open(0);
        var transaction = Any();

        var (first, second) = (transaction.Sign(account), transaction.Sign(account));

        Assert.That(second.Hash, Is.Not.EqualTo(first.Hash));
        Assert.That(second.Sender, Is.EqualTo(first.Sender).And.EqualTo(account.Address));
    }

    [Test]
    public void A_signature_with_a_high_S_is_refused()
    {
        var high = new EcdsaSignature(BigInteger.One, UInt256.MaxValue - BigInteger.Pow(2, 200), YParity: 0);

        Assert.That(() => Any().WithSignature(high), Throws.ArgumentException.With.Message.Contains("EIP-2"));
    }

    [Test]
    public void A_signature_that_nobody_can_have_made_is_refused()
    {
        var nobody = new EcdsaSignature(5, 1, YParity: 0);

        Assert.That(() => Any().WithSignature(nobody), Throws.ArgumentException.With.Message.Contains("No account"));
    }

    static Eip1559Transaction Any() =>
        new()
        {
            ChainId = 31337,
            Nonce = 0,
            MaxPriorityFeePerGas = 1,
            MaxFeePerGas = 2,
            GasLimit = 21000,
            To = null,
        };

    // the list ends with parity (one byte), r and s (a length byte and 32 bytes each)
    static EcdsaSignature SignatureAtTheEndOf(byte[] envelope) =>
        new(
            UInt256.Read(envelope.AsSpan(^65..^33)),
            UInt256.Read(envelope.AsSpan(^32..)),
            envelope[^67] == 0x01 ? 1 : 0
        );
}

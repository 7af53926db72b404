using System.Security.Cryptography;
using System.Text;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.Persistence.Tests.Secrets;

public class InputProtectorTests
{
    static readonly Guid ProofId = Guid.Parse("0199f8a0-1234-7abc-8def-0123456789ab");
    static readonly byte[] Inputs = Encoding.UTF8.GetBytes("""{"preimage":["1","2"]}""");

    readonly InputProtector protector = new(new SecretKey(new byte[SecretKey.LengthBytes]));

    [Test]
    public void Protected_inputs_come_back() =>
        Assert.That(protector.Unprotect(ProofId, protector.Protect(ProofId, Inputs)), Is.EqualTo(Inputs));

    [Test]
    public void No_inputs_at_all_come_back_too() =>
        Assert.That(protector.Unprotect(ProofId, protector.Protect(ProofId, [])), Is.Empty);

    [Test]
    public void Protected_inputs_do_not_show_the_inputs()
    {
        var shown = protector.Protect(ProofId, Inputs);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown, Has.Length.EqualTo(Inputs.Length + 28));
            Assert.That(shown.AsSpan().IndexOf(Inputs), Is.EqualTo(-1));
        }
    }

    [Test]
    public void The_same_inputs_look_different_each_time()
    {
        var first = protector.Protect(ProofId, Inputs);
        var second = protector.Protect(ProofId, Inputs);

        Assert.That(second, Is.Not.EqualTo(first));
    }

    [Test]
    public void Inputs_of_one_proof_are_not_taken_for_those_of_another()
    {
        var ofThis = protector.Protect(ProofId, Inputs);

        Assert.That(() => protector.Unprotect(Guid.NewGuid(), ofThis), Throws.InstanceOf<CryptographicException>());
    }

    [TestCase(0, TestName = "A changed nonce is noticed")]
    [TestCase(12, TestName = "A changed tag is noticed")]
    [TestCase(28, TestName = "A changed ciphertext is noticed")]
    public void A_changed_byte_is_noticed(int position)
    {
        var changed = protector.Protect(ProofId, Inputs);
        changed[position] ^= 1;

        Assert.That(() => protector.Unprotect(ProofId, changed), Throws.InstanceOf<CryptographicException>());
    }

    [Test]
    public void A_cut_off_value_is_noticed() =>
        Assert.That(() => protector.Unprotect(ProofId, new byte[27]), Throws.InstanceOf<CryptographicException>());

    [Test]
    public void Another_key_opens_nothing()
    {
        var other = new InputProtector(new SecretKey(RandomNumberGenerator.GetBytes(SecretKey.LengthBytes)));

        Assert.That(
            () => other.Unprotect(ProofId, protector.Protect(ProofId, Inputs)),
            Throws.InstanceOf<CryptographicException>()
        );
    }

    [Test]
    public void A_fingerprint_depends_on_the_content_and_on_the_key()
    {
        var other = new InputProtector(new SecretKey(RandomNumberGenerator.GetBytes(SecretKey.LengthBytes)));

        var fingerprint = protector.Fingerprint(Inputs);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(protector.Fingerprint(Inputs), Is.EqualTo(fingerprint));
            Assert.That(protector.Fingerprint([1]), Is.Not.EqualTo(fingerprint));
            Assert.That(other.Fingerprint(Inputs), Is.Not.EqualTo(fingerprint));
            Assert.That(SHA256.HashData(Inputs), Is.Not.EqualTo(fingerprint));
        }
    }
}

using ProofSaga.Ethereum.Registry;

namespace ProofSaga.Ethereum.Tests.Registry;

public class RegistryIdsTests
{
    [Test]
    public void A_proof_id_begins_with_the_UUID_as_it_is_written()
    {
        var id = RegistryIds.Proof(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));

        Assert.That(id.ToString(), Is.EqualTo("0x00112233445566778899aabbccddeeff" + new string('0', 32)));
    }

    /// <summary>The hash was made by viem.</summary>
    [Test]
    public void A_circuit_id_is_the_hash_of_name_and_version()
    {
        Assert.That(
            RegistryIds.Circuit("preimage", "1.0.0").ToString(),
            Is.EqualTo("0xa5227d887e08cc30b16e16abb1c981150dce5be807f5309349aa96979ed35d13")
        );
    }

    [Test]
    public void A_proof_system_is_its_name_filled_up_with_zeros()
    {
        Assert.That(
            RegistryIds.ProofSystem("commitment").ToString(),
            Is.EqualTo("0x636f6d6d69746d656e74" + new string('0', 44))
        );
    }

    [TestCase("")]
    [TestCase("größer")]
    [TestCase("a-name-that-is-thirty-three-chars")]
    public void A_name_that_does_not_fit_is_refused(string name)
    {
        Assert.That(() => RegistryIds.ProofSystem(name), Throws.ArgumentException);
    }
}

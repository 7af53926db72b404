using ProofSaga.Contracts.Publishing;

namespace ProofSaga.Orchestrator;

static class ProofJobPublication
{
    public static void Remember(this ProofJobState job, Publication publication)
    {
        job.PublicationStatus = publication.Status;
        job.PublicationReason = publication.Reason;
        job.Chain = publication.Chain;
        job.RegistryAddress = publication.RegistryAddress;
        job.TransactionHash = publication.TransactionHash;
        job.BlockNumber = publication.BlockNumber;
        job.GasUsed = publication.GasUsed;
    }

    public static Publication ToPublication(this ProofJobState job) =>
        new(
            job.PublicationStatus!.Value,
            job.PublicationReason,
            job.Chain,
            job.RegistryAddress,
            job.TransactionHash,
            job.BlockNumber,
            job.GasUsed
        );
}

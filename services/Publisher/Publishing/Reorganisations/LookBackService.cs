using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Persistence;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;

namespace ProofSaga.Publisher.Publishing.Reorganisations;

/// <summary>Watches for publications that vanish after they were confirmed, and publishes them again.</summary>
sealed class LookBackService(
    ChainConnection connection,
    LookBack lookBack,
    VanishedPublications vanished,
    Republication republication,
    IOptions<ChainOptions> options,
    TimeProvider time,
    ILogger<LookBackService> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (connection.WhyDisabled is not null || options.Value.LookBackBlocks == 0)
            return;

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure)
                when (failure is EthereumException or PublicationException || failure.IsDatabaseFailure())
            {
                logger.LookBackFailed(options.Value.LookBackInterval, failure.Message, failure);
            }

            await Task.Delay(options.Value.LookBackInterval, time, stoppingToken);
        }
    }

    async Task LookAsync(CancellationToken cancellationToken)
    {
        var chain = await connection.GetAsync(cancellationToken);
        await lookBack.OpenVanishedAsync(chain.Client, chain.ChainId, chain.Signer.Address, cancellationToken);
        var lost = await vanished.FindAsync(chain.ChainId, chain.SignerName, cancellationToken);
        foreach (var transaction in lost.DistinctBy(row => row.BatchId))
            await republication.RunAsync(chain, transaction, cancellationToken);
    }
}

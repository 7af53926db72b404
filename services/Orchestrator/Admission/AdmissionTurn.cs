using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>
/// Orders the generation of as many waiting proofs as the workers have room for, in fair order. One transaction, the orders
/// in its outbox: none is lost, and none is sent twice.
/// </summary>
sealed class AdmissionTurn(
    ProofSagaDbContext db,
    ISendEndpointProvider endpoints,
    FairOrders orders,
    Vacancies vacancies,
    IOptions<AdmissionOptions> options,
    TimeProvider time
)
{
    /// <summary>Of one turn, so that the others need not wait long for theirs.</summary>
    const int MostAdmissions = 500;

    public async Task<AdmissionOutcome> RunAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.TryTakeTurnAsync(cancellationToken))
            return AdmissionOutcome.NotTaken;

        await db.RemoveDoneAsync(cancellationToken);
        var load = await GenerationLoad.ReadAsync(db, time.GetUtcNow().UtcDateTime, cancellationToken);
        var open = Enum.GetValues<GenerationPool>().Where(pool => load.RoomOf(pool) > 0).ToList();
        var outcome = new AdmissionOutcome(
            WasTaken: true,
            Admitted: 0,
            SomethingWaits: open.Count < Enum.GetValues<GenerationPool>().Length,
            HasRoom: false
        );
        var chosen = new Dictionary<GenerationPool, ChosenProofs>();
        if (open.Count > 0)
        {
            var firstOfLanes = await db.ReadFirstOfLanesAsync(open, cancellationToken);
            foreach (var rows in firstOfLanes.GroupBy(row => row.Pool))
                outcome = await AdmitAsync(rows.Key, rows, load, outcome, chosen, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (pool, its) in chosen)
            orders[pool] = its.Order;
        vacancies.Offer(load, open.Where(pool => chosen.GetValueOrDefault(pool) is not { LeavesSomething: true }));
        return outcome;
    }

    async Task<AdmissionOutcome> AdmitAsync(
        GenerationPool pool,
        IEnumerable<QueuedProof> firstOfLanes,
        GenerationLoad load,
        AdmissionOutcome outcome,
        Dictionary<GenerationPool, ChosenProofs> chosenProofs,
        CancellationToken cancellationToken
    )
    {
        var room = Math.Min(load.RoomOf(pool), MostAdmissions);
        var selection = new PoolSelection(
            db,
            pool,
            orders[pool],
            client => options.Value.MaxProofsPerClient - load.InFlightOf(client),
            options.Value.WeightOf
        );
        var chosen = await selection.ChooseAsync(firstOfLanes, room, cancellationToken);
        var admitted = await AdmitAsync(pool, chosen.Proofs, cancellationToken);
        foreach (var row in admitted)
        {
            load.Add(pool, row.Client);
            await endpoints.OrderAsync(row, cancellationToken);
        }

        chosenProofs[pool] = chosen;
        return outcome with
        {
            Admitted = outcome.Admitted + admitted.Count,
            SomethingWaits = outcome.SomethingWaits || chosen.LeavesSomething,
            HasRoom = outcome.HasRoom || admitted.Count < chosen.Proofs.Count || chosen.Proofs.Count == MostAdmissions,
        };
    }

    /// <returns>Those whose proof is still wanted, in their order; the others' rows are removed.</returns>
    async Task<IReadOnlyList<QueuedProof>> AdmitAsync(
        GenerationPool pool,
        IReadOnlyList<QueuedProof> chosen,
        CancellationToken cancellationToken
    )
    {
        if (chosen.Count == 0)
            return [];

        var ids = await db.AdmitAsync(
            [.. chosen.Select(row => row.ProofId)],
            time.GetUtcNow().UtcDateTime,
            cancellationToken
        );
        var givenUp = chosen.Where(row => !ids.Contains(row.ProofId)).Select(row => new Lane(row.Priority, row.Client));
        foreach (var lane in givenUp.Distinct())
            await db.RemoveGivenUpAsync(pool, lane, cancellationToken);
        return [.. chosen.Where(row => ids.Contains(row.ProofId))];
    }
}

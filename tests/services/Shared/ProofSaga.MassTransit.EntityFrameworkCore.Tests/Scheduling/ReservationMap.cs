using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class ReservationMap : SagaClassMap<Reservation>
{
    protected override void Configure(EntityTypeBuilder<Reservation> entity, ModelBuilder model) =>
        entity.Property(reservation => reservation.Version).IsConcurrencyToken();
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ProofSaga.Persistence.Nullifiers;

sealed class NullifierReservationMap : IEntityTypeConfiguration<NullifierReservation>
{
    public void Configure(EntityTypeBuilder<NullifierReservation> builder)
    {
        builder.ToTable("nullifier_reservations");
        builder.HasKey(reservation => new
        {
            reservation.Circuit,
            reservation.CircuitVersion,
            reservation.Nullifier,
        });
    }
}

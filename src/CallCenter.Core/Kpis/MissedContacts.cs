using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Calls that customers ended before they were served. A voicemail without a message is missed, too, where the source tells of
/// messages.</summary>
internal static class MissedContacts
{
    private static readonly Named Unserved = (Abandoned + Of(Measure.HoldAbandons)).As("missed");
    private static readonly Expression WithVoicemails = Unserved + Voicemail - Of(Measure.VoicemailsLeft);

    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("standard", "", Count(Unserved)),
        new("with_empty_voicemails", "operations handbooks", Count(WithVoicemails)),
    ];

    public static readonly IReadOnlyList<KpiVariant> RateVariants =
    [
        new("standard", "", Ratio(Unserved, Decided.All)),
        new("with_empty_voicemails", "operations handbooks", Ratio(WithVoicemails, Decided.All)),
    ];
}

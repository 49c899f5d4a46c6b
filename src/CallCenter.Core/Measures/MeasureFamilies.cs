namespace CallCenter.Core.Measures;

/// <summary>Arithmetic of the ids of measures that have several.</summary>
public static class MeasureFamilies
{
    /// <summary>The measure of a wait family at a threshold.</summary>
    public static Measure At(this Measure family, int threshold) => (Measure)((int)family + threshold);

    /// <summary>The measure of what differs, in a wait family, at the queues' own thresholds from
    /// <see cref="WaitThresholds.Standard"/>.</summary>
    public static Measure Own(this Measure family) => family switch
    {
        >= Measure.RespondedByWait => OwnOf(family, Measure.RespondedByWait, Measure.RespondedOwn),
        >= Measure.ContactsAnsweredByWait => OwnOf(family, Measure.ContactsAnsweredByWait, Measure.ContactsAnsweredOwn),
        _ => OwnOf(family, Measure.AnsweredByWait, Measure.AnsweredOwn),
    };

    private static Measure OwnOf(Measure family, Measure first, Measure ownOfFirst)
        => (Measure)((int)ownOfFirst + (family - first) / FamilyStep);

    private const int FamilyStep = (int)Measure.AbandonedByWait - (int)Measure.AnsweredByWait;

    /// <summary>The measure of a histogram that counts a time.</summary>
    public static Measure Bucket(this Measure histogram, long ms) => (Measure)((int)histogram + HistogramBuckets.IndexOf(ms));

    public static Measure Number(this Gauge gauge) => (Measure)gauge;
    public static Measure Moment(this Gauge gauge) => (Measure)gauge + 1;

    /// <summary>Whether a measure of a gauge is its number; else it is the moments.</summary>
    public static bool IsGaugeNumber(this Measure measure) => ((int)measure & 1) == 0 && measure.IsGauge();

    /// <summary>The measure that this one is kept with: a gauge's moments are with its number.</summary>
    public static Measure WhoseSeries(this Measure measure) => measure.IsGauge() && ((int)measure & 1) != 0 ? measure - 1 : measure;

    /// <summary>Whether it is of agents on contacts: in a queue, on those of the queue.</summary>
    public static bool IsOfContact(this Gauge gauge)
        => gauge is Gauge.AgentTalking or Gauge.AgentOnHold or Gauge.AgentRinging or Gauge.AgentInWrapUp;

    public static bool IsOfAgent(this Gauge gauge) => MeasureTable.Of(gauge).Of == RowKind.Agent;
}

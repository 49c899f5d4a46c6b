namespace CallCenter.Core.Tests.Histories;

/// <summary>What kind of histories are made: how long, how many take part, how time passes.</summary>
internal sealed record Profile(int StepsMin, int StepsMax, int Sources, int Visits, int Agents, int Queues, (int Weight, long MaxMs)[] Gaps)
{
    private const long Second = 1_000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;

    /// <summary>A floor at work.</summary>
    public static readonly Profile BusyHours = new(
        20, 120, 2, 6, 6, 4, [(40, 0), (30, 5 * Second), (20, Minute), (8, 20 * Minute), (2, 5 * Hour)]);

    /// <summary>Twelve days, so that slots of every width, and what is older than all of them, take part.</summary>
    public static readonly Profile ManyDays = new(
        40, 140, 2, 4, 3, 2, [(20, 0), (20, 30 * Second), (20, 20 * Minute), (30, 5 * Hour), (10, 30 * Hour)]);

    /// <summary>One agent and one queue, so that the same numbers change often enough to be thinned out.</summary>
    public static readonly Profile OneLine = new(
        300, 700, 1, 2, 1, 1, [(20, 2 * Second), (40, 2 * Minute), (28, 20 * Minute), (12, 6 * Hour)]);

    /// <summary>Weeks, so that rows retire and some of their keys come again.</summary>
    public static readonly Profile ManyWeeks = new(
        60, 160, 2, 4, 6, 4, [(20, 0), (20, 30 * Second), (20, 20 * Minute), (30, 30 * Hour), (10, 4 * Day)]);

    private static readonly (int Weight, StepKind Kind)[] Kinds =
    [
        (16, StepKind.Queued), (12, StepKind.Offered), (6, StepKind.OfferEnded), (14, StepKind.Answered), (5, StepKind.Held),
        (5, StepKind.Resumed), (16, StepKind.Ended), (5, StepKind.WrapUpEnded), (2, StepKind.Excluded), (3, StepKind.Message),
        (10, StepKind.Presence), (7, StepKind.Membership), (2, StepKind.Described), (2, StepKind.Capacity), (8, StepKind.Planned),
        (4, StepKind.ByItself), (10, StepKind.Life), (3, StepKind.Classified), (4, StepKind.Joined),
        (3, StepKind.Advance), (3, StepKind.RestoreFloor), (3, StepKind.Fold), (1, StepKind.FoldFails), (2, StepKind.Reload),
        (2, StepKind.Check),
    ];

    private static readonly long[] Edges = [Second, 10 * Second, Minute, 15 * Minute, Hour];

    /// <summary>Exactly on limits of the protocol, and one millisecond beyond.</summary>
    private static readonly long[] EdgeOffsets =
        [5 * Second, 5 * Second + 1, -2 * Second, -2 * Second - 1, -9 * Day, -9 * Day - 1, 10 * Minute, -Hour, -3 * Day];

    /// <summary>The same number makes the same step.</summary>
    public Step StepOf(int number)
    {
        var dice = new Random(number);
        var gap = Pick(dice, Gaps);
        return new Step(
            Pick(dice, Kinds),
            gap == 0 ? 0 : dice.NextInt64(1, gap + 1),
            dice.Next(10) == 0 ? Edges[dice.Next(Edges.Length)] : 0,
            OffsetOf(dice),
            dice.Next(Sources), dice.Next(Visits), dice.Next(Agents), dice.Next(Queues), dice.Next(1 << 20),
            dice.Next(12) == 0 ? dice.Next(1, 6) : 0,
            dice.Next(3) > 0);
    }

    private static long OffsetOf(Random dice) => dice.Next(100) switch
    {
        < 70 => 0,
        < 80 => -dice.NextInt64(3 * Second),
        < 88 => -dice.NextInt64(5 * Minute),
        < 95 => dice.NextInt64(5 * Second),
        _ => EdgeOffsets[dice.Next(EdgeOffsets.Length)],
    };

    private static T Pick<T>(Random dice, (int Weight, T What)[] choices)
    {
        var at = dice.Next(choices.Sum(c => c.Weight));
        var i = 0;
        while (at >= choices[i].Weight) at -= choices[i++].Weight;
        return choices[i].What;
    }
}

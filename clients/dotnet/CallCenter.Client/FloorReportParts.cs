using CallCenter.V1;

namespace CallCenter.Client;

/// <summary>Cuts a floor report that is too large for one message into events that follow each other.</summary>
internal static class FloorReportParts
{
    /// <summary>The event itself, unless it is a floor report of more bytes.</summary>
    public static IEnumerable<Event> Of(Event item, int bytesMax)
    {
        if (item.FloorReport is null || item.CalculateSize() <= bytesMax)
            return [item];
        return Split(item, bytesMax);
    }

    private static IEnumerable<Event> Split(Event item, int bytesMax)
    {
        Event part = Part(item);
        int bytes = 0;
        foreach (object entry in item.FloorReport.Visits.Cast<object>().Concat(item.FloorReport.Agents))
        {
            int size = entry is LiveVisit visit ? visit.CalculateSize() : ((LiveAgent)entry).CalculateSize();
            // Half of a message: no entry is near that large, and the other half is room for what stands around the entries.
            if (bytes > 0 && bytes + size > bytesMax / 2)
            {
                part.FloorReport.MoreFollows = true;
                yield return part;
                (part, bytes) = (Part(item), 0);
            }
            bytes += size;
            if (entry is LiveVisit live)
                part.FloorReport.Visits.Add(live);
            else
                part.FloorReport.Agents.Add((LiveAgent)entry);
        }
        part.EventId = item.EventId;
        yield return part;
    }

    private static Event Part(Event item) => new()
    {
        OccurredTime = item.OccurredTime,
        FloorReport = new FloorReport { GapRepaired = item.FloorReport.GapRepaired },
    };
}

using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Names what happens once to a visit, so that the server knows it again whichever way, and by whichever run, it is
/// told.</summary>
internal static class EventNames
{
    public static void Name(Event each)
    {
        var name = each.KindCase switch
        {
            Event.KindOneofCase.VisitQueued => "queued " + each.VisitQueued.VisitId,
            Event.KindOneofCase.VisitAnswered => "answered " + each.VisitAnswered.VisitId,
            Event.KindOneofCase.VisitEnded => "ended " + each.VisitEnded.VisitId,
            _ => "",
        };
        each.EventId = Ids.Identity(name);
    }
}

using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Gives an event id to each event that a visit has once, so that the server recognizes it from messages, lines and other
/// runs.</summary>
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

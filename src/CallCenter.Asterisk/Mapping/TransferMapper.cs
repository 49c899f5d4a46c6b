using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Transfers: how a conversation ends by one, and whose channel is in a queue after one.</summary>
internal sealed class TransferMapper(VisitDesk desk, TalkEndMapper ends)
{
    public void Blind(AmiMessage message, DateTimeOffset time)
    {
        if (message.Text("Result") == "Success" && Find(message, ["TransfererUniqueid"]) is { } visit)
            Transfer(visit, VisitOutcome.TransferredBlind, message.Text("Extension"), time);
    }

    public void Attended(AmiMessage message, DateTimeOffset time)
    {
        if (message.Text("Result") != "Success")
            return;
        var (first, second) = (message.Text("OrigTransfererUniqueid"), message.Text("SecondTransfererUniqueid"));
        // The consultation leg of an agent may be a caller itself, waiting or talking in a second queue.
        var consulting = desk.Visits.Of(second).ToArray();
        var original = desk.Visits.Of(first).ToArray();
        if (Find(message, ["OrigTransfererUniqueid", "SecondTransfererUniqueid"]) is { } visit)
            Transfer(visit, VisitOutcome.TransferredConsult, "", time);
        foreach (var each in consulting)
            desk.Visits.Follow(each, message.Text("TransfereeUniqueid"));
        foreach (var each in original)
            desk.Visits.Follow(each, message.Text("TransferTargetUniqueid"));
    }

    private Visit? Find(AmiMessage message, string[] transferers) =>
        transferers.Select(name => desk.Finder.ByAgentSide(message.Text(name))).FirstOrDefault(visit => visit is { IsConnected: true })
            ?? desk.Visits.Of(message.Text("TransfereeUniqueid")).FirstOrDefault(visit => visit.IsConnected);

    private void Transfer(Visit visit, VisitOutcome kind, string target, DateTimeOffset time)
    {
        visit.Transfer = kind;
        visit.TransferTarget = target;
        if (visit.Phase == VisitPhase.Transferring)
            desk.End(visit, kind, visit.LeftTime);
        else
            ends.Transferred(visit, time);
    }
}

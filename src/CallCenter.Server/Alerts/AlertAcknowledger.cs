using System.Text;
using CallCenter.Core.Identity;
using CallCenter.Engine.Alerts;
using CallCenter.Server.Access;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;
using CallCenter.V1;
using Acknowledgement = CallCenter.Core.Alerts.Acknowledgement;
using Alert = CallCenter.V1.Alert;

namespace CallCenter.Server.Alerts;

/// <summary>Acknowledges alerts.</summary>
internal sealed class AlertAcknowledger(AlertFeeds feeds, AlertMapper mapper, AuditLog audit, TimeProvider time)
{
    private const int NoteLengthMax = 500, NoteBytesMax = 1500;

    public async Task<Alert> AcknowledgeAsync(AcknowledgeAlertRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (id, name) = Check(request, caller);
        var feed = feeds.Of(caller.Tenant);
        if (await FindAsync(feed, id, caller, cancellationToken) is null) throw RpcErrors.AlertUnknown(request.Id);
        var seen = new Acknowledgement(name, request.Note, Instant.FromDateTimeOffset(time.GetUtcNow()));
        var isFirst = await feed.AcknowledgeAsync(id!.Value, seen, cancellationToken);
        if (isFirst) audit.AlertAcknowledged(caller, id.Value);
        var entry = await FindAsync(feed, id, caller, cancellationToken) ?? throw RpcErrors.AlertUnknown(request.Id);
        if (entry.Acknowledgement is { } held && (held.Name, held.Note) != (seen.Name, seen.Note))
            throw RpcErrors.AlertAcknowledged(request.Id, held.Name);
        return mapper.ToMessage(caller.Tenant, entry);
    }

    private static (long? Id, string Name) Check(AcknowledgeAlertRequest request, Caller caller)
    {
        var errors = new FieldErrors();
        var id = errors.Try(() => Fields.Required(request.Id, "id"));
        errors.Try(() => CheckNote(request.Note));
        var name = caller.Name.Length > 0 ? caller.Name : errors.Try(() => Fields.Required(request.Name, "name"));
        errors.ThrowIfAny();
        return (AlertMapper.IdOf(id!), name!);
    }

    private static string CheckNote(string note)
    {
        if (note.Length > NoteLengthMax || Encoding.UTF8.GetByteCount(note) > NoteBytesMax)
            throw new FieldErrorException("note", $"has more than {NoteLengthMax} characters or {NoteBytesMax} bytes");
        return note.Any(SafeText.IsUnsafe) ? throw new FieldErrorException("note", "has control characters; send printable text") : note;
    }

    private static async Task<AlertEntry?> FindAsync(AlertFeed feed, long? id, Caller caller, CancellationToken cancellationToken)
        => id is { } number && await feed.FindAsync(number, cancellationToken) is { } entry && caller.Rights.Sees(entry.Alert.Subject)
            ? entry : null;
}

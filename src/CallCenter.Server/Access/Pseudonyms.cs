using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CallCenter.Core.Identity;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.WebUtilities;

namespace CallCenter.Server.Access;

/// <summary>
/// Replaces personal ids in events by keyed hashes (HMAC-SHA-256), the same for the same id of a tenant. A hash without a key would not do:
/// all telephone numbers are soon tried. Fields are found by name, so that a new kind of event is covered.
/// </summary>
internal sealed class Pseudonyms
{
    // 128 bits: no two ids meet, and names stay short.
    private const int BytesKept = 16;

    private static readonly string[] ContactFields = ["contact_id", "visit_id", "customer_id"];
    private static readonly string[] AgentFields = ["agent", "transfer_target"];
    private const string NameField = "display_name";

    private readonly byte[] _secret;
    private readonly bool _withAgents;
    private readonly ConcurrentDictionary<TenantId, byte[]> _keys = new();
    private readonly ConcurrentDictionary<MessageDescriptor, FieldDescriptor[]> _personal = new();

    private Pseudonyms(byte[] secret, bool withAgents) => (_secret, _withAgents) = (secret, withAgents);

    /// <summary>None when ids are stored as sent.</summary>
    public static Pseudonyms? Of(PrivacyOptions options)
        => options.SecretFile is null ? null : new Pseudonyms(File.ReadAllBytes(options.SecretFile), options.Agents);

    public void Replace(TenantId tenant, IMessage message)
    {
        foreach (var field in _personal.GetOrAdd(message.Descriptor, PersonalFieldsOf))
        {
            var value = field.Accessor.GetValue(message);
            if (value is string { Length: > 0 } text) field.Accessor.SetValue(message, field.Name == NameField ? "" : Of(tenant, text));
            else if (value is IMessage inner) Replace(tenant, inner);
            else if (value is System.Collections.IEnumerable list and not string)
                foreach (var item in list.OfType<IMessage>()) Replace(tenant, item);
        }
    }

    // Nested messages as well, since they may hold more.
    private FieldDescriptor[] PersonalFieldsOf(MessageDescriptor message) => [.. message.Fields.InDeclarationOrder().Where(field =>
        (field.FieldType == FieldType.String && !field.IsRepeated && IsPersonal(field.Name))
        || (field is { FieldType: FieldType.Message, IsMap: false } && field.MessageType.File.Package == message.File.Package))];

    private bool IsPersonal(string field)
        => ContactFields.Contains(field) || (_withAgents && (AgentFields.Contains(field) || field == NameField));

    /// <summary>What stands for an id of the tenant.</summary>
    public string Of(TenantId tenant, string id)
    {
        var key = _keys.GetOrAdd(tenant, t => HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(t.Value)));
        return WebEncoders.Base64UrlEncode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id)).AsSpan(0, BytesKept));
    }
}

package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.TransactionResult;
import java.time.Duration;
import org.xbill.DNS.Message;

/**
 * Writes whatever is there. A message may be carried out twice without harm, so that nothing is read back.
 *
 * @param ttl the time to live unless an update says otherwise
 */
public record PlainWriting(Duration ttl) implements Writing {

    @Override
    public UpdateReport write(Task task) throws InterruptedException {
        Message message = UpdateMessage.of(task.update(), task.zone(), ttl);
        String host = task.update().host().ascii();
        Dispatch dispatch = task.dispatch();
        TransactionResult result = dispatch.send(message, host, false, task.deadline());
        return Dispatch.failure(result, dispatch.attempt(host, task.zone().ascii()))
                .map(failure -> UpdateReport.failed(task.update(), failure))
                .orElseGet(() -> UpdateReport.published(task.update()));
    }
}

package io.github.ddnskit.jp;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.jp.MyDnsJpUpdater.Transport;
import java.util.Set;

/** An account at MyDNS.JP, and what the tests of its updater have in common. */
final class MyDnsAccount {

    static final String CANARY = "canary-8e21";
    static final Set<String> HOSTS = Set.of("www.mydns.jp", "ipv4.mydns.jp", "ipv6.mydns.jp");
    static final Hostname HOME = Hostname.of("home.mydns.jp");
    static final Goal V4 = Goal.publish("192.0.2.8");
    static final Goal V6 = Goal.publish("2001:db8::8");

    private MyDnsAccount() {}

    static MyDnsJpUpdater.Builder account() {
        return MyDnsJpUpdater.builder().masterId("mydns123456").password(Secret.of(CANARY));
    }

    static MyDnsJpUpdater over(SharedHttp http, Transport transport) {
        return account().transport(transport).http(http.engine()).build();
    }

    /** What MyDNS.JP answers: status 1 is success. */
    static String page(int status, String remote) {
        return "<html>\n<head><title>MyDNS.JP</title></head>\n<BODY BGCOLOR=\"#FFFFFF\"\n TEXT=\"#304040\">\n"
                + (status == 1 ? "Login and IP address notify OK.<BR>\n" : "Login and IP address notify NG.<BR>\n")
                + "login_status = " + status + ".<BR>\n<BR>\n<DT>REMOTE ADDRESS:</DT><DD>" + remote
                + "</DD>\n<DT>SERVER ADDRESS:</DT><DD>198.51.100.1</DD>\n</body></html>\n";
    }
}

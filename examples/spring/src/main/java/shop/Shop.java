package shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * A shop on Spring Boot: places orders, signs pay params, and receives notifications.
 *
 * <pre>
 * mvn package
 * wechatpay sandbox run -- java -jar target/shop-1.0.jar
 * </pre>
 */
@SpringBootApplication
@RestController
class Shop {
  record Wanted(String openid, long total, String description) {}

  record Order(String out_trade_no, long total, boolean paid, String transaction_id) {}

  private static final Logger LOG = LoggerFactory.getLogger(Shop.class);

  private final WechatPay wechatPay;
  // In memory, for the example. A shop keeps them in its database.
  private final Map<String, Order> orders = new ConcurrentHashMap<>();

  Shop(WechatPay wechatPay) {
    this.wechatPay = wechatPay;
  }

  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  @PostMapping("/orders")
  Map<String, Object> place(@RequestBody Wanted wanted) throws Exception {
    String number = "java-" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    // For the example, the buyer names the price. A shop knows it, and who the buyer is.
    // Before the call: what is paid may be notified before the call returns.
    orders.put(number, new Order(number, wanted.total(), false, null));
    Map<String, String> pay = wechatPay.placeOrder(number, wanted.description(), wanted.total(), wanted.openid());
    return Map.of("out_trade_no", number, "pay_params", pay);
  }

  @GetMapping("/orders/{number}")
  ResponseEntity<Order> show(@PathVariable String number) {
    return ResponseEntity.ofNullable(orders.get(number));
  }

  /** Takes the body as bytes: the signature is over what was sent, not over what was parsed. */
  @PostMapping("/notify")
  ResponseEntity<Map<String, String>> receive(@RequestHeader HttpHeaders headers, @RequestBody byte[] body) {
    JsonNode notification;
    JsonNode event;
    try {
      wechatPay.verify(headers::getFirst, body);
      notification = wechatPay.parse(body);
      event = wechatPay.open(notification.get("resource"));
      if (!event.path("mchid").asText(wechatPay.mchid).equals(wechatPay.mchid)) {
        throw new WechatPay.Refused("of another merchant");
      }
    } catch (Exception error) {
      LOG.warn("a notification was refused: {}", error.toString());
      return ResponseEntity.status(401).body(Map.of("code", "FAIL", "message", "refused"));
    }
    if (notification.path("event_type").asText().equals("TRANSACTION.SUCCESS")) pay(event);
    return ResponseEntity.noContent().build();
  }

  /**
   * WeChat Pay repeats notifications, and they overtake each other: an order is paid once, and stays
   * so. In a database: one transaction, with the order's row locked.
   */
  private void pay(JsonNode event) {
    String transactionId = event.path("transaction_id").asText();
    Order paid = orders.computeIfPresent(event.path("out_trade_no").asText(), (number, order) -> {
      boolean fits = event.path("appid").asText().equals(wechatPay.appid)
          && event.path("amount").path("total").asLong() == order.total();
      return order.paid() || !fits ? order : new Order(number, order.total(), true, transactionId);
    });
    if (paid == null || !paid.paid()) LOG.error("a payment that fits no order, to look into: {}", transactionId);
  }
}
